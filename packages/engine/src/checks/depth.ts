import { homographyResidual, mostTurnedPair, solidResidual, yawProxySpan } from '@presence/face-geometry';
import type { VideoAction } from '@presence/protocol';
import { certainty, rounded } from '../model/certainty.ts';
import type { CheckResult, Reason } from '../model/check-result.ts';
import { type FaceFrame, type FrameEvidence, faceFrames, samplesOf } from '../model/clip-evidence.ts';
import { meshOfPoints } from '../model/mesh-of-points.ts';
import { type CheckLimit, DEPTH_CHECK } from './check-limits.data.ts';
import { sheetMotion } from './sheet-motion.ts';

/**
 * Whether the landmarks move like a solid head and not like a flat picture: one homography explains a turned picture,
 * never a turned head, which a rigid solid under perspective explains better. Both are fitted and compared. The caller names a turn only when one was found; else the clip is looked at for a sheet that
 * tilts in a hand while nobody on it blinks.
 */
export function checkDepth(action: VideoAction | undefined, frames: readonly FrameEvidence[]): CheckResult {
  const shown = faceFrames(frames);
  const turns = action === 'video_selfie_left' || action === 'video_selfie_right';
  return turns ? checkTurn(shown) : checkSheet(shown);
}

function checkSheet(shown: readonly FaceFrame[]): CheckResult {
  const motion = sheetMotion(shown);
  if (motion === undefined) return { check: 'depth', score: null, reasons: [], measures: {} };
  const { stretch, residual, eyesLeast } = motion;
  const { sheet, sheetResidual } = DEPTH_CHECK;
  const tells = stretch >= sheet.stretch && eyesLeast >= sheet.eyesLeast;
  return {
    check: 'depth',
    score: tells ? rounded(certainty(residual, sheetResidual)) : null,
    measures: {
      stretch: rounded(stretch),
      plane_residual: rounded(residual),
      eyes_least: rounded(eyesLeast),
    },
    reasons: tells ? reasonOf(residual, sheetResidual, 'it tilts and nothing in it moves') : [],
  };
}

function checkTurn(shown: readonly FaceFrame[]): CheckResult {
  const nothing = { check: 'depth', reasons: [], measures: {} } as const;
  const pair = mostTurnedPair(samplesOf(shown));
  if (pair === undefined) return { ...nothing, score: null };
  const span = yawProxySpan(samplesOf(shown));
  const { plane, solid, gain } = fitsOf(shown, pair);
  const { turnSpan, turnResidual, solidGain } = DEPTH_CHECK;
  const doubts = [
    { value: span, limit: turnSpan, how: 'the nose hardly moves against the cheeks' },
    { value: plane, limit: turnResidual, how: 'its landmarks stay in one plane' },
    { value: gain, limit: solidGain, how: 'a plane explains it no worse than a solid head' },
  ].map((doubt) => ({ ...doubt, score: certainty(doubt.value, doubt.limit) }));
  const worst = doubts.reduce((a, b) => (b.score < a.score ? b : a));
  return {
    ...nothing,
    score: rounded(worst.score),
    measures: {
      yaw_span: rounded(span),
      plane_residual: rounded(plane),
      solid_residual: rounded(solid),
      solid_gain: rounded(gain),
    },
    reasons: reasonOf(worst.value, worst.limit, worst.how),
  };
}

/** What a plane and a rigid solid each leave unexplained of two views, and how much better the solid is. */
function fitsOf(shown: readonly FaceFrame[], pair: readonly [number, number]) {
  const [first, second] = pair
    .flatMap((index) => shown[index] ?? [])
    .sort((a, b) => offFrontal(a) - offFrontal(b));
  if (first === undefined || second === undefined) return { plane: 0, solid: 0, gain: 0 };
  // The model knows the depth of a face best from the front.
  const [front, turned] = [meshOfPoints(first.face.points), meshOfPoints(second.face.points)];
  const plane = homographyResidual(front, turned);
  const solid = solidResidual(front, turned);
  return { plane, solid, gain: plane / Math.max(LEAST_RESIDUAL, solid) };
}

/** No landmarks are as true as this. */
const LEAST_RESIDUAL = 1e-4;

function offFrontal({ face }: FaceFrame): number {
  return Math.abs(face.measures.pose.yaw);
}

function reasonOf(value: number, limit: CheckLimit, how: string): Reason[] {
  if (value >= limit.threshold) return [];
  const message = `The face moves like a flat picture: ${how} (${rounded(value)}, limit ${limit.threshold} ${limit.unit}).`;
  return [{ check: 'depth', code: 'flat_face', score: rounded(value), threshold: limit.threshold, message }];
}
