import type { SessionMark } from '../model/capture-view.ts';
import type { Language } from '../model/language.ts';
import { html, setText } from './element.ts';

/** From here on the person is told how long the session lasts, ms. WCAG 2.2, 2.2.1 wants a warning of at least 20 s. */
const WARN_MS = 60_000;
/** Said when so much is left, s, the longest first. */
const SPOKEN_S = [60, 20];

export interface TimeBar {
  readonly element: HTMLElement;
  setSession(session: SessionMark | null): void;
  /** Whether the time matters on the screen that is shown. */
  show(timed: boolean, language: Language): void;
  close(): void;
}

/** What is left of the session, shown while the person still has something to do in its last minute. */
export function createTimeBar(say: (text: string) => void): TimeBar {
  const label = html('span', { class: 'left' });
  const rest = html('span', { class: 'rest' });
  const element = html('p', { class: 'time', hidden: true, 'aria-hidden': 'true' }, [
    html('span', { class: 'track' }, [rest]),
    label,
  ]);
  let endMs = Number.POSITIVE_INFINITY;
  let unsaid: readonly number[] = SPOKEN_S;
  let timed = false;
  let closed = false;
  let language: Language | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const draw = (): void => {
    clearTimeout(timer);
    if (closed) return;
    const leftMs = endMs - performance.now();
    element.hidden = !timed || leftMs > WARN_MS;
    if (!timed || leftMs <= 0 || endMs === Number.POSITIVE_INFINITY) return;
    // Drawn anew when the next whole second is over, or when the last minute begins.
    timer = setTimeout(draw, leftMs > WARN_MS ? leftMs - WARN_MS : leftMs % 1000 || 1000);
    if (element.hidden) return;
    const seconds = Math.ceil(leftMs / 1000);
    const text = language?.text('ui.seconds_left', { seconds }) ?? '';
    setText(label, text);
    rest.style.setProperty('--share', String(Math.min(1, (seconds * 1000) / WARN_MS)));
    element.dataset.urgent = String(seconds <= 20);
    const later = unsaid.filter((mark) => mark < seconds);
    if (later.length < unsaid.length) say(text);
    unsaid = later;
  };
  return {
    element,
    setSession: (session) => {
      unsaid = SPOKEN_S;
      endMs = session === null ? Number.POSITIVE_INFINITY : performance.now() + session.endsInMs;
      draw();
    },
    show: (matters, words) => {
      const changed = matters !== timed || words !== language;
      timed = matters;
      language = words;
      if (changed) draw();
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}
