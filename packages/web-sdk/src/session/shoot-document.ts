import type { DocumentLook } from '@presence/face-geometry';
import type { PhotoAction } from '@presence/protocol';
import { documentEye } from '../frames/document-eye.ts';
import { takeStill } from '../frames/take-still.ts';
import { DOCUMENT_GUIDANCE } from '../guidance/document-guidance.data.ts';
import {
  type DocumentStart,
  startDocumentGuidance,
  stepDocumentGuidance,
} from '../guidance/document-guidance.ts';
import { documentFrame } from '../model/document-frame.ts';
import type { HintId } from '../model/hint-id.ts';
import type { ViewEvents } from './view-events.ts';

export interface DocumentShotOptions {
  readonly video: HTMLVideoElement;
  readonly events: ViewEvents;
  readonly action: PhotoAction;
  readonly start: DocumentStart;
  readonly signal: AbortSignal;
  now(): number;
  show(hint: HintId, progress: number): void;
}

export interface DocumentShot {
  readonly bitmap: ImageBitmap;
  /** What was seen when it was taken; undefined if the camera had just started. */
  readonly look: DocumentLook | undefined;
}

/** Waits for the document to be sharp, without glare and at rest, or for the shutter, whichever comes first. */
export async function shootDocument(options: DocumentShotOptions): Promise<DocumentShot> {
  const { video, events, action, signal, now } = options;
  const eye = documentEye();
  const frame = documentFrame(action);
  let state = startDocumentGuidance(now(), options.start);
  let look: DocumentLook | undefined;
  options.show(options.start.hint, 0);

  const over = new AbortController();
  const good = new Promise<void>((resolve, reject) => {
    const timer = setInterval(() => {
      try {
        const seen = eye.live(video, frame);
        if (seen === undefined) return;
        look = seen;
        state = stepDocumentGuidance(state, { timeMs: now(), look });
        if (state.kind === 'take') resolve();
        else options.show(state.hint, state.progress);
      } catch (thrown) {
        reject(thrown);
      }
    }, DOCUMENT_GUIDANCE.lookMs.value);
    over.signal.addEventListener('abort', () => clearInterval(timer));
  });
  const pressed = events.next(['shutter'], signal);
  try {
    await Promise.race([good, pressed]);
    return { bitmap: await takeStill(video), look };
  } finally {
    over.abort();
  }
}
