import type { ActiveAction } from '@presence/protocol';
import type { FaceMeasures } from '../model/face-measures.ts';
import { GESTURE_THRESHOLDS as T } from './gesture-thresholds.data.ts';
import { eyeOpenness, type Neutral } from './neutral.ts';

export interface MotionLevel {
  /** 0 at the neutral, 1 at the threshold, below 0 the other way. */
  readonly level: number;
  /** False where the head's pose makes the measure worthless. */
  readonly trusted: boolean;
}

/** How far one frame has gone towards a gesture. The one definition of what each gesture is. */
export function motionLevel(action: ActiveAction, measures: FaceMeasures, neutral: Neutral): MotionLevel {
  const yaw = measures.pose.yaw - neutral.pose.yaw;
  const pitch = measures.pose.pitch - neutral.pose.pitch;
  const proxy = measures.yawProxy - neutral.yawProxy;
  const turning = (side: 1 | -1) => ({
    level: Math.min((side * yaw) / T.turnYaw.value, (side * proxy) / T.turnYawProxy.value),
    trusted: Math.abs(pitch) <= T.crossPitch.value,
  });
  const nodding = (side: 1 | -1) => ({
    level: (side * pitch) / T.nodPitch.value,
    trusted: Math.abs(yaw) <= T.crossYaw.value,
  });
  const within = (yawLimit: number, pitchLimit: number) =>
    Math.abs(yaw) <= yawLimit && Math.abs(pitch) <= pitchLimit;
  switch (action) {
    case 'video_selfie_left':
      return turning(1);
    case 'video_selfie_right':
      return turning(-1);
    case 'video_selfie_high':
      return nodding(1);
    case 'video_selfie_down':
      return nodding(-1);
    case 'video_selfie_smile':
      return { level: smileLevel(measures, neutral), trusted: within(T.smileYaw.value, T.smilePitch.value) };
    case 'video_selfie_eyes':
      return { level: blinkLevel(measures, neutral), trusted: within(T.blinkYaw.value, T.blinkPitch.value) };
  }
}

function smileLevel(measures: FaceMeasures, neutral: Neutral): number {
  const wider = measures.mouth.width / neutral.mouth.width - 1;
  const lifted = measures.mouth.cornerLift - neutral.mouth.cornerLift;
  return Math.min(wider / T.smileWidth.value, lifted / T.smileLift.value);
}

function blinkLevel(measures: FaceMeasures, neutral: Neutral): number {
  const open = eyeOpenness(measures, neutral);
  const both = (1 - open.mean) / (1 - T.blinkClosed.value);
  const lazier = (1 - Math.max(open.left, open.right)) / (1 - T.blinkEachEye.value);
  return Math.min(both, lazier);
}
