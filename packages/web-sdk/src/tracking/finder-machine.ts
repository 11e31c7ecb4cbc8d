import { FINDER_LIMITS as L } from './finder-limits.data.ts';

/** Where the face finder is. Times are capture milliseconds. */
export type FinderState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'idle'; readonly nextMs: number }
  | { readonly kind: 'looking'; readonly sinceMs: number }
  /** For good. */
  | { readonly kind: 'over'; readonly why: 'relieved' | 'failed' | 'closed' };

export type FinderEvent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'frame'; readonly timeMs: number }
  | { readonly kind: 'sighted'; readonly found: boolean }
  /** The picture was gone before it could be looked at. */
  | { readonly kind: 'missed' }
  /** The tracker has seen its first frame, or nobody will: what it says counts from now on. */
  | { readonly kind: 'relieved' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'closed' };

/** `look`: at the frame of the event. `tell`: what was seen. `end`: let everything go. */
export type FinderEffect = 'look' | 'tell' | 'end';

export interface FinderStep {
  readonly state: FinderState;
  readonly effect?: FinderEffect;
}

export const LOADING: FinderState = { kind: 'loading' };

/** One step of the face finder: one look at a time, often until somebody is found, then seldom, until the tracker sees. Pure. */
export function stepFinder(state: FinderState, event: FinderEvent): FinderStep {
  if (state.kind === 'over') return { state };
  switch (event.kind) {
    case 'relieved':
    case 'failed':
    case 'closed':
      return { state: { kind: 'over', why: event.kind }, effect: 'end' };
    case 'ready':
      return state.kind === 'loading'
        ? { state: { kind: 'idle', nextMs: Number.NEGATIVE_INFINITY } }
        : { state };
    case 'frame':
      return state.kind === 'idle' && event.timeMs >= state.nextMs
        ? { state: { kind: 'looking', sinceMs: event.timeMs }, effect: 'look' }
        : { state };
    case 'missed':
      return state.kind === 'looking' ? { state: { kind: 'idle', nextMs: state.sinceMs } } : { state };
    case 'sighted': {
      if (state.kind !== 'looking') return { state };
      const pauseMs = event.found ? L.followMs.value : L.searchMs.value;
      return { state: { kind: 'idle', nextMs: state.sinceMs + pauseMs }, effect: 'tell' };
    }
  }
}
