import {
  type DocumentLook,
  type DocumentTrouble,
  documentTrouble,
  sameDocument,
} from '@presence/face-geometry';
import type { DocumentHintId } from '../model/hint-id.ts';
import { DOCUMENT_GUIDANCE as L } from './document-guidance.data.ts';

/** Leads a person to a good picture of a document and says when it is there. Pure; time comes in events. */
export type DocumentGuidance =
  | {
      readonly kind: 'looking';
      readonly start: DocumentStart;
      readonly before: DocumentLook | undefined;
      /** Since when nothing is wrong, ms; undefined while something is. */
      readonly goodSinceMs: number | undefined;
      readonly hint: DocumentHintId;
      readonly hintSinceMs: number;
      /** Towards the automatic shot, 0..1. */
      readonly progress: number;
    }
  /** The picture to take is on the screen now. */
  | { readonly kind: 'take' };

export interface DocumentStart {
  readonly hint: DocumentHintId;
  /** What has been photographed already: the same again is never taken by itself. */
  readonly seen: DocumentLook | undefined;
}

const HINTS: Readonly<Record<DocumentTrouble, DocumentHintId>> = {
  too_dark: 'document_too_dark',
  too_bright: 'document_too_bright',
  not_in_frame: 'document_fit',
  moving: 'document_hold',
  glare: 'document_glare',
  blurred: 'document_blurred',
};

export function startDocumentGuidance(timeMs: number, start: DocumentStart): DocumentGuidance {
  return {
    kind: 'looking',
    start,
    before: undefined,
    goodSinceMs: undefined,
    hint: start.hint,
    hintSinceMs: timeMs,
    progress: 0,
  };
}

/** The next state after one look; `take` once the document has been good and at rest for long enough, and stays so. */
export function stepDocumentGuidance(
  state: DocumentGuidance,
  event: { readonly timeMs: number; readonly look: DocumentLook },
): DocumentGuidance {
  if (state.kind === 'take') return state;
  const { timeMs, look } = event;
  const trouble = documentTrouble(look, state.before);
  const known = state.start.seen !== undefined && sameDocument(look, state.start.seen);
  const goodSinceMs = trouble === undefined && !known ? (state.goodSinceMs ?? timeMs) : undefined;
  const progress = goodSinceMs === undefined ? 0 : Math.min(1, (timeMs - goodSinceMs) / L.steadyMs.value);
  if (progress === 1) return { kind: 'take' };
  const wanted = trouble !== undefined ? HINTS[trouble] : known ? state.start.hint : 'document_hold';
  const young = timeMs - state.hintSinceMs < L.hintMs.value;
  const change = wanted !== state.hint && !young;
  return {
    kind: 'looking',
    start: state.start,
    before: look,
    goodSinceMs,
    progress,
    hint: change ? wanted : state.hint,
    hintSinceMs: change ? timeMs : state.hintSinceMs,
  };
}
