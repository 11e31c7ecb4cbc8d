import { homographyResidual, mostTurnedPair, yawProxySpan } from '@presence/face-geometry';
import type { VideoAction } from '@presence/protocol';
import { certainty, rounded } from '../model/certainty.ts';
import type { CheckResult, Reason } from '../model/check-result.ts';
import { type FaceFrame, type FrameEvidence, faceFrames, samplesOf } from '../model/clip-evidence.ts';
import { meshOfPoints } from '../model/mesh-of-points.ts';
import { type CheckLimit, DEPTH_CHECK } from './check-limits.data.ts';

/**
 * Whether the landmarks move like a solid head and not like a flat picture: one homography explains a turned picture,
 * never a turned head. It needs a turn to say anything: the caller asks only when a turn gesture was found.
 */
export function checkDepth(action: VideoAction | undefined, frames: readonly FrameEvidence[]): CheckResult {
  const nothing = { check: 'depth', reasons: [], measures: {} } as const;
  if (action !== 'video_selfie_left' && action !== 'video_selfie_right') return { ...nothing, score: null };
  const shown = faceFrames(frames);
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
  const message = `The face turns like a flat picture: ${how} (${rounded(value)}, limit ${limit.threshold} ${limit.unit}).`;
  return [{ check: 'depth', code: 'flat_face', score: rounded(value), threshold: limit.threshold, message }];
}
