import type { VideoAction } from '@presence/protocol';
import type { Neutral } from './neutral.ts';

/** `guide`: asks for the whole gesture, in the browser. `verify`: a little less, over a finished clip, in the engine. */
export type Strictness = 'guide' | 'verify';

interface GestureCore {
  readonly action: VideoAction;
  readonly neutral: Neutral;
  readonly strictness: Strictness;
  /** 0..1, for showing; falls when the person goes back before the threshold. */
  readonly progress: number;
  /** Highest level reached; 1 is the threshold of the guide, 0 the neutral. For holds: held time over asked time. */
  readonly peak: number;
  /** Time of the newest sample, ms; undefined before the first. */
  readonly lastMs: number | undefined;
}

/**
 * How far a gesture has come. `since` is the time in ms a run of samples began: in `waiting` the last time the eyes were
 * seen open (blink), in `moving` the first sample at the peak level (head and mouth), the last open sample (blink), the
 * first held sample (holds).
 */
export type GestureState = GestureCore &
  (
    | { readonly kind: 'waiting'; readonly since: number | undefined }
    | { readonly kind: 'moving'; readonly since: number | undefined }
    | {
        readonly kind: 'peaked';
        readonly since: number;
        /** Blink: when the eyes were open again; undefined while they are closed, and for other gestures. */
        readonly backMs: number | undefined;
      }
    | { readonly kind: 'done'; readonly since: number }
  );

/** The part of the state that outlives every step. */
export function coreOf(state: GestureState): GestureCore {
  const { action, neutral, strictness, progress, peak, lastMs } = state;
  return { action, neutral, strictness, progress, peak, lastMs };
}
