import { html, setText } from './element.ts';
import { type Offer, SILENT, type SpeechEvent, stepSpeech } from './speech.ts';

export interface Announcer {
  readonly element: HTMLElement;
  say(offer: Offer): void;
  close(): void;
}

/** A polite status region (WAI-ARIA `status`) that does not chatter: `stepSpeech` decides what is said and when. */
export function createAnnouncer(): Announcer {
  const element = html('div', {
    role: 'status',
    'aria-live': 'polite',
    'aria-atomic': 'true',
    class: 'spoken',
  });
  let state = SILENT;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const take = (event: SpeechEvent): void => {
    clearTimeout(timer);
    const step = stepSpeech(state, event);
    state = step.state;
    if (step.say !== null) setText(element, step.say);
    if (step.wakeAtMs === null) return;
    timer = setTimeout(() => take({ kind: 'tick', timeMs: performance.now() }), step.wakeAtMs - event.timeMs);
  };
  return {
    element,
    say: (offer) => take({ kind: 'offer', timeMs: performance.now(), offer }),
    close: () => clearTimeout(timer),
  };
}
