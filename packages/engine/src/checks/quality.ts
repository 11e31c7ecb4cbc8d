import { certainty, rounded } from '../model/certainty.ts';
import type { CheckResult, Reason, ReasonCode } from '../model/check-result.ts';
import { type FrameEvidence, faceFrames } from '../model/clip-evidence.ts';
import { type CheckLimit, QUALITY_CHECK as Q } from './check-limits.data.ts';

interface Component {
  readonly name: string;
  readonly value: number;
  readonly limit: CheckLimit;
  readonly code: ReasonCode;
  readonly problem: string;
}

/**
 * Whether the clip can be judged at all: a face, large enough, lit, sharp, not turned away or covered. Medians over the
 * frames, so that one bad frame does not decide. Component names follow ISO/IEC 29794-5.
 */
export function checkQuality(frames: readonly FrameEvidence[]): CheckResult {
  const parts = components(frames);
  const reasons = parts.flatMap(reasonOf);
  return {
    check: 'quality',
    score: rounded(Math.min(...parts.map(({ value, limit }) => certainty(value, limit)))),
    reasons,
    measures: Object.fromEntries(parts.map(({ name, value }) => [name, rounded(value)])),
  };
}

function components(frames: readonly FrameEvidence[]): Component[] {
  const shown = faceFrames(frames);
  const share: Component = {
    name: 'face_share',
    value: frames.length === 0 ? 0 : shown.length / frames.length,
    limit: Q.faceShare,
    code: shown.length === 0 ? 'face_not_found' : 'face_lost',
    problem: shown.length === 0 ? 'No frame shows a face' : 'The face is gone from too many frames',
  };
  if (shown.length === 0) return [share];
  const looks = shown.flatMap(({ sight }) => (sight.look === undefined ? [] : [sight.look.quality]));
  const light = median(looks.map((look) => look.luminance));
  const part = (name: string, value: number, limit: CheckLimit, code: ReasonCode, problem: string) => ({
    name,
    value,
    limit,
    code,
    problem,
  });
  return [
    share,
    part(
      'inter_eye_px',
      median(shown.map((s) => s.face.measures.interOcularPx)),
      Q.interEye,
      'face_too_small',
      'The face is too far from the camera',
    ),
    part('luminance', light, Q.dark, 'face_too_dark', 'The face is too dark'),
    part('luminance', light, Q.bright, 'face_too_bright', 'The face is overexposed'),
    part(
      'sharpness',
      median(looks.map((look) => look.sharpness)),
      Q.sharpness,
      'face_blurred',
      'The face is out of focus',
    ),
    part(
      'off_frontal_degrees',
      Math.min(...shown.map(({ face }) => offFrontal(face.measures.pose))),
      Q.turned,
      'face_turned_away',
      'The face never looks at the camera',
    ),
    part(
      'face_presence',
      median(shown.map(({ face }) => face.presence)),
      Q.presence,
      'face_occluded',
      'The face is covered or unclear',
    ),
  ];
}

function reasonOf({ value, limit, code, problem }: Component): Reason[] {
  if (certainty(value, limit) >= 0.5) return [];
  const message = `${problem} (${rounded(value)}, limit ${limit.threshold} ${limit.unit}); capture again.`;
  return [{ check: 'quality', code, score: rounded(value), threshold: limit.threshold, message }];
}

function offFrontal(pose: { readonly yaw: number; readonly pitch: number }): number {
  return Math.hypot(pose.yaw, pose.pitch);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  return middle ?? 0;
}
