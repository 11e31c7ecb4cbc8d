import type { HeadPose } from '@presence/protocol';
import type { FaceMeasures, FaceSample } from '../model/face-measures.ts';
import { median, quantile } from '../model/statistics.ts';
import { GESTURE_THRESHOLDS as T } from './gesture-thresholds.data.ts';

/** A person's own resting face: what every gesture is measured against. Units as in FaceMeasures. */
export interface Neutral {
  readonly pose: HeadPose;
  readonly eyes: { readonly left: number; readonly right: number };
  readonly mouth: { readonly width: number; readonly opening: number; readonly cornerLift: number };
  readonly yawProxy: number;
}

/** Blinks pull the median of few samples down; open eyes lie above it. */
const OPEN_EYE_SHARE = 0.7;

/**
 * The neutral of the quiet, frontal samples: those near the median pose of all frontal ones.
 * `undefined` when there are fewer than `neutralMinSamples` of them.
 */
export function neutralOf(samples: readonly FaceSample[]): Neutral | undefined {
  const frontal = samples.map((sample) => sample.measures).filter(isFrontal);
  if (frontal.length < T.neutralMinSamples.value) return undefined;
  const middle = poseMedian(frontal);
  const quiet = frontal.filter(
    ({ pose }) =>
      Math.abs(pose.yaw - middle.yaw) <= T.neutralSpread.value &&
      Math.abs(pose.pitch - middle.pitch) <= T.neutralSpread.value,
  );
  return quiet.length < T.neutralMinSamples.value ? undefined : medianNeutral(quiet);
}

/** The neutral of the first few samples although the head has begun to move; `undefined` if it starts turned away. */
export function firstNeutral(samples: readonly FaceSample[]): Neutral | undefined {
  const first = samples.slice(0, T.neutralMinSamples.value).map((sample) => sample.measures);
  return first.length === T.neutralMinSamples.value && first.every(isFrontal)
    ? medianNeutral(first)
    : undefined;
}

function isFrontal({ pose }: FaceMeasures): boolean {
  return Math.abs(pose.yaw) <= T.neutralYaw.value && Math.abs(pose.pitch) <= T.neutralPitch.value;
}

function medianNeutral(measures: readonly FaceMeasures[]): Neutral {
  const of = (read: (measures: FaceMeasures) => number) => median(measures.map(read));
  const open = (read: (measures: FaceMeasures) => number) => quantile(measures.map(read), OPEN_EYE_SHARE);
  return {
    pose: poseMedian(measures),
    eyes: { left: open((m) => m.eyes.left), right: open((m) => m.eyes.right) },
    mouth: {
      width: of((m) => m.mouth.width),
      opening: of((m) => m.mouth.opening),
      cornerLift: of((m) => m.mouth.cornerLift),
    },
    yawProxy: of((m) => m.yawProxy),
  };
}

/** Whether the face rests: looks where it looked in the neutral, eyes open, mouth as it was. */
export function isNeutral(measures: FaceMeasures, neutral: Neutral): boolean {
  const { pose, mouth } = measures;
  return (
    Math.abs(pose.yaw - neutral.pose.yaw) <= T.nearNeutralPose.value &&
    Math.abs(pose.pitch - neutral.pose.pitch) <= T.nearNeutralPose.value &&
    eyeOpenness(measures, neutral).mean >= T.nearNeutralEyes.value &&
    mouth.width <= neutral.mouth.width * (1 + T.nearNeutralMouth.value) &&
    mouth.opening <= neutral.mouth.opening + T.nearNeutralOpening.value
  );
}

/** Openness of the eyes as shares of their own open state: 1 open, below 0.5 closed. */
export function eyeOpenness(
  measures: FaceMeasures,
  neutral: Neutral,
): { readonly left: number; readonly right: number; readonly mean: number } {
  const shut = T.neutralShutEye.value;
  const left = measures.eyes.left / neutral.eyes.left;
  const right = measures.eyes.right / neutral.eyes.right;
  // An eye that rests shut (a patch, an injury, a wink) has no open state to compare with: the other speaks for both.
  if (neutral.eyes.left < shut && neutral.eyes.right >= shut) return { left: right, right, mean: right };
  if (neutral.eyes.right < shut && neutral.eyes.left >= shut) return { left, right: left, mean: left };
  return { left, right, mean: (left + right) / 2 };
}

function poseMedian(all: readonly FaceMeasures[]): HeadPose {
  return {
    yaw: median(all.map((m) => m.pose.yaw)),
    pitch: median(all.map((m) => m.pose.pitch)),
    roll: median(all.map((m) => m.pose.roll)),
  };
}
