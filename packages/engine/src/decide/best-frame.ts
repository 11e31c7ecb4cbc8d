import { bestShotScore } from '@presence/face-geometry';
import { type FaceFrame, type FrameEvidence, faceFrames } from '../model/clip-evidence.ts';

/**
 * The frame that makes the best portrait; undefined when no frame shows a face. Geometry and the eye model must both
 * find the eyes open.
 */
export function bestFrame(frames: readonly FrameEvidence[]): FaceFrame | undefined {
  let best: { frame: FaceFrame; score: number } | undefined;
  for (const frame of faceFrames(frames)) {
    const sample = { timeMs: frame.frame.timeMs, measures: frame.face.measures };
    const look = frame.sight.look;
    const open = look === undefined ? 1 : Math.min(look.eyesOpen.left, look.eyesOpen.right);
    const score = open * bestShotScore(sample, look?.quality);
    if (best === undefined || score > best.score) best = { frame, score };
  }
  return best?.frame;
}
