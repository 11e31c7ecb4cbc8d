import type { Licence } from '@presence/licensing';
import type { ErrorCode } from '@presence/protocol';

type LicenceErrorCode = Extract<ErrorCode, `license_${string}`>;

/** What the file said when it was last read. Whether that still holds depends on the time, so it is judged when asked. */
export type LicenceState =
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'held';
      readonly licence: Licence;
      readonly extraOrigins: readonly string[];
      /** About the configuration beside the licence, as a master signature that does not verify. */
      readonly notes: readonly string[];
      readonly usage: Usage;
    }
  | {
      readonly kind: 'unusable';
      readonly code: LicenceErrorCode;
      /** Documented message. */
      readonly message: string;
      /** What it does not say: where exactly, and why. Not for the page. */
      readonly detail: string;
    };

/** How much is used; null when nobody counts or counting failed. */
export interface Usage {
  readonly analyses: number | null;
  readonly faces: number | null;
}

export const UNCOUNTED: Usage = { analyses: null, faces: null };

export type LicenceEvent =
  | {
      readonly kind: 'read';
      readonly licence: Licence;
      readonly extraOrigins: readonly string[];
      readonly notes: readonly string[];
    }
  | {
      readonly kind: 'unreadable';
      readonly code: LicenceErrorCode;
      readonly message: string;
      readonly detail: string;
    }
  | { readonly kind: 'counted'; readonly usage: Usage }
  | { readonly kind: 'counting-failed' };

/** Usage survives a new file of the same licence, and is dropped when counting fails. */
export function licenceTransition(state: LicenceState, event: LicenceEvent): LicenceState {
  switch (event.kind) {
    case 'read': {
      const same = state.kind === 'held' && state.licence.license_id === event.licence.license_id;
      return {
        kind: 'held',
        licence: event.licence,
        extraOrigins: event.extraOrigins,
        notes: event.notes,
        usage: same ? state.usage : UNCOUNTED,
      };
    }
    case 'unreadable':
      return { ...event, kind: 'unusable' };
    case 'counted':
      return state.kind === 'held' ? { ...state, usage: event.usage } : state;
    case 'counting-failed':
      return state.kind === 'held' ? { ...state, usage: UNCOUNTED } : state;
  }
}
