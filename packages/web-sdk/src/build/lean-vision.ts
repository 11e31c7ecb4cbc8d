/// <reference types="node" />
import { createHash } from 'node:crypto';
import { CaptureError } from '../model/capture-error.ts';
import { parseRanges } from './index-ranges.ts';
import { VISION_FUNCTIONS } from './vision-functions.data.ts';
import { keepFunctions } from './wasm-bodies.ts';

/**
 * MediaPipe's library with the functions FaceLandmarker was seen to call, the others taken out: a third of the bytes, and as
 * much less to compile. The tracker starts again with the whole library should one of those be called after all.
 *
 * @throws CaptureError `internal_error` for another library than the one whose calls were noted.
 */
export function leanVision(library: Uint8Array): Uint8Array {
  const sha256 = createHash('sha256').update(library).digest('hex');
  if (sha256 !== VISION_FUNCTIONS.sha256)
    throw new CaptureError(
      'internal_error',
      `The calls noted in vision-functions.data.ts are those of another library (SHA-256 ${VISION_FUNCTIONS.sha256}, found ${sha256}). Run "npm run note-calls" after changing the version of @mediapipe/tasks-vision.`,
    );
  return keepFunctions(library, parseRanges(VISION_FUNCTIONS.called.join(' ')));
}
