import { type GestureFinding, recogniseGesture } from '@presence/face-geometry';
import type { VideoAction } from '@presence/protocol';
import { rounded } from '../model/certainty.ts';
import type { CheckResult } from '../model/check-result.ts';
import { type FrameEvidence, faceFrames, samplesOf } from '../model/clip-evidence.ts';

/** What the recogniser of face-geometry finds in the pixels; the browser's own claim is not consulted. */
export function findGesture(action: VideoAction, frames: readonly FrameEvidence[]): GestureFinding {
  return recogniseGesture(action, samplesOf(faceFrames(frames)));
}

/** A best shot is a picture, not a clip: with fewer frames than this there is nothing to hold. */
const FEW_FRAMES = 5;

/** Whether the asked action was performed. Without an asked action there is nothing to check. */
export function checkGesture(action: VideoAction | undefined, frames: readonly FrameEvidence[]): CheckResult {
  const nothing = { check: 'gesture', reasons: [], measures: {} } as const;
  if (action === undefined || (action === 'video_selfie_best' && frames.length < FEW_FRAMES)) {
    return { ...nothing, score: null };
  }
  const { performed, peak, seen, neutral } = findGesture(action, frames);
  const measures = { peak: rounded(peak) };
  if (performed) return { ...nothing, score: rounded(Math.min(Math.max(peak / 2, 0.5), 1)), measures };
  return {
    ...nothing,
    score: rounded(Math.min(peak / 2, 0.49)),
    measures,
    reasons: [
      {
        check: 'gesture',
        code: 'gesture_not_performed',
        score: rounded(peak),
        threshold: 1,
        message: `The clip was to show ${action} and ${insteadOf(seen, neutral !== undefined)}.`,
      },
    ],
  };
}

function insteadOf(seen: readonly VideoAction[], rested: boolean): string {
  if (!rested) return 'never looks straight at the camera before; look at the camera first and capture again';
  return `shows ${seen.length === 0 ? 'no gesture' : seen.join(', ')}; capture again`;
}
