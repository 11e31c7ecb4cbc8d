import type { ErrorReport, ResultReport } from '../model/capture-options.ts';

/** How the last capture ended; null before the first and again as soon as the next one opens. */
export type CaptureOutcome =
  | { readonly kind: 'complete'; readonly result: ResultReport }
  | { readonly kind: 'error'; readonly error: ErrorReport };

/** What a component can render. The outcome is known before the window closes: it still shows the ending. */
export interface ControlState {
  readonly window: 'closed' | 'open' | 'hidden';
  readonly outcome: CaptureOutcome | null;
}

export type ControlEvent =
  | { readonly kind: 'opened' }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'completed'; readonly result: ResultReport }
  | { readonly kind: 'failed'; readonly error: ErrorReport }
  | { readonly kind: 'closed' };

export const IDLE: ControlState = { window: 'closed', outcome: null };

/** The same object when nothing changes, so that frameworks draw nothing anew. */
export function nextControlState(state: ControlState, event: ControlEvent): ControlState {
  switch (event.kind) {
    case 'opened':
      return { window: 'open', outcome: null };
    case 'hidden':
      return state.window === 'open' ? { ...state, window: 'hidden' } : state;
    case 'completed':
      return { ...state, outcome: { kind: 'complete', result: event.result } };
    case 'failed':
      return { ...state, outcome: { kind: 'error', error: event.error } };
    case 'closed':
      return state.window === 'closed' ? state : { ...state, window: 'closed' };
  }
}
