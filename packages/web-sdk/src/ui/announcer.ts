import { html, setText } from './element.ts';

/** Time between two spoken texts, ms: about what a screen reader needs for a hint of four words. */
const QUIET_MS = 1500;

export interface Announcer {
  readonly element: HTMLElement;
  /** Says the newest text; those that come while one is being said are dropped but for the last. */
  say(text: string): void;
  close(): void;
}

/** A polite status region (WAI-ARIA `status`) that does not chatter. */
export function createAnnouncer(): Announcer {
  const element = html('div', {
    role: 'status',
    'aria-live': 'polite',
    'aria-atomic': 'true',
    class: 'spoken',
  });
  let waiting: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const next = (): void => {
    timer = undefined;
    if (waiting === undefined) return;
    const text = waiting;
    waiting = undefined;
    if (setText(element, text)) timer = setTimeout(next, QUIET_MS);
  };
  return {
    element,
    say(text) {
      waiting = text;
      if (timer === undefined) next();
    },
    close() {
      clearTimeout(timer);
      waiting = undefined;
    },
  };
}
