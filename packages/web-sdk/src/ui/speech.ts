/** `now`: an instruction or an ending. `calm`: everything that may wait for it. */
export type Urgency = 'now' | 'calm';

/** Where a text comes from; what is newer replaces what of the same topic has not been said yet. */
export type SpeechTopic = 'screen' | 'time';

export interface Offer {
  readonly topic: SpeechTopic;
  /** Said one after the other; those that were part of what was said last are left out. */
  readonly parts: readonly string[];
  readonly urgency: Urgency;
}

export interface SpeechState {
  /** Parts of what was said last of each topic. */
  readonly said: Readonly<Record<SpeechTopic, readonly string[]>>;
  /** When the next text may be said, in milliseconds of the events' clock. */
  readonly freeMs: number;
  readonly waiting: readonly Offer[];
}

export type SpeechEvent =
  | { readonly kind: 'offer'; readonly timeMs: number; readonly offer: Offer }
  | { readonly kind: 'tick'; readonly timeMs: number };

export interface SpeechStep {
  readonly state: SpeechState;
  /** To be said now. */
  readonly say: string | null;
  /** When a tick is wanted; null: not until the next offer. */
  readonly wakeAtMs: number | null;
}

export const SILENT: SpeechState = {
  said: { screen: [], time: [] },
  freeMs: Number.NEGATIVE_INFINITY,
  waiting: [],
};

/**
 * Time a text is given before the next may follow, ms: screen readers speak about 15 characters a second at their usual
 * speed; people need at least 1.5 s to act on a hint, and after 2 s the next hint is worth more than the end of a long one.
 */
const PACE = { perCharacterMs: 66, leastMs: 1500, mostMs: 2000 } as const;

/**
 * Decides what a screen reader says and when: one text at a time, never what was said last, the most urgent first, and
 * nothing that is no longer on the screen.
 */
export function stepSpeech(state: SpeechState, event: SpeechEvent): SpeechStep {
  const waiting = event.kind === 'offer' ? replaced(state.waiting, event.offer) : state.waiting;
  const fresh = waiting.filter((offer) => newParts(offer, state.said).length > 0);
  const [next] = [...fresh].sort((a, b) => rank(a) - rank(b));
  if (next === undefined) return { state: { ...state, waiting: [] }, say: null, wakeAtMs: null };
  if (event.timeMs < state.freeMs) {
    return { state: { ...state, waiting: fresh }, say: null, wakeAtMs: state.freeMs };
  }
  const say = newParts(next, state.said).join('. ');
  const freeMs = event.timeMs + paceOf(say);
  const rest = fresh.filter((offer) => offer !== next);
  return {
    state: { said: { ...state.said, [next.topic]: next.parts }, freeMs, waiting: rest },
    say,
    wakeAtMs: rest.length > 0 ? freeMs : null,
  };
}

function replaced(waiting: readonly Offer[], offer: Offer): readonly Offer[] {
  return [...waiting.filter((each) => each.topic !== offer.topic), offer];
}

function newParts({ topic, parts }: Offer, said: SpeechState['said']): readonly string[] {
  return parts.filter((part) => part !== '' && !said[topic].includes(part));
}

function rank({ urgency, topic }: Offer): number {
  return (urgency === 'now' ? 0 : 2) + (topic === 'time' ? 0 : 1);
}

function paceOf({ length }: string): number {
  return Math.min(PACE.mostMs, Math.max(PACE.leastMs, length * PACE.perCharacterMs));
}
