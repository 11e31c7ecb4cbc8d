import { homographyResidual, mostTurnedPair, yawProxySpan } from '@presence/face-geometry';
import type { VideoAction } from '@presence/protocol';
import { certainty, rounded } from '../model/certainty.ts';
import type { CheckResult, Reason } from '../model/check-result.ts';
import { type FaceFrame, type FrameEvidence, faceFrames, samplesOf } from '../model/clip-evidence.ts';
import { meshOfPoints } from '../model/mesh-of-points.ts';
import { type CheckLimit, DEPTH_CHECK } from './check-limits.data.ts';
import { sheetMotion } from './sheet-motion.ts';

/**
 * Whether the landmarks move like a solid head and not like a flat picture: one homography explains a turned picture,
 * never a turned head. The caller names a turn only when one was found; else the clip is looked at for a sheet that
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
  const residual = residualOf(shown, pair);
  const spanScore = certainty(span, DEPTH_CHECK.turnSpan);
  const residualScore = certainty(residual, DEPTH_CHECK.turnResidual);
  return {
    ...nothing,
    score: rounded(Math.min(spanScore, residualScore)),
    measures: { yaw_span: rounded(span), plane_residual: rounded(residual) },
    reasons:
      spanScore < residualScore
        ? reasonOf(span, DEPTH_CHECK.turnSpan, 'the nose hardly moves against the cheeks')
        : reasonOf(residual, DEPTH_CHECK.turnResidual, 'its landmarks stay in one plane'),
  };
}

function residualOf(shown: readonly FaceFrame[], [a, b]: readonly [number, number]): number {
  const first = shown[a];
  const second = shown[b];
  if (first === undefined || second === undefined) return 0;
  return homographyResidual(meshOfPoints(first.face.points), meshOfPoints(second.face.points));
}

function reasonOf(value: number, limit: CheckLimit, how: string): Reason[] {
  if (value >= limit.threshold) return [];
  const message = `The face moves like a flat picture: ${how} (${rounded(value)}, limit ${limit.threshold} ${limit.unit}).`;
  return [{ check: 'depth', code: 'flat_face', score: rounded(value), threshold: limit.threshold, message }];
}
