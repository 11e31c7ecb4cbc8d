import type { PuppetPose } from './puppet.ts';

/** A pose at every moment (seconds) of a clip. Clips loop, so each begins and ends at rest. */
export interface GestureScript {
  readonly seconds: number;
  readonly poseAt: (seconds: number) => PuppetPose;
}

const ease = (t: number): number => (t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t));
/** Rises from `from`, is back at `to`; each flank takes `flank` seconds. */
const bump = (t: number, from: number, to: number, flank: number): number =>
  ease((t - from) / flank) * (1 - ease((t - (to - flank)) / flank));
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

// The landmark model reads about three quarters of the commanded angle on a warped still.
const TURN = radians(38);
const NOD = radians(24);
const SECONDS = 4.5;

const blinks = (t: number, ...starts: number[]): number =>
  Math.max(...starts.map((start) => bump(t, start, start + 0.4, 0.13)));

/** One clip per gesture, named as the action without its `video_selfie_` prefix. */
export const GESTURE_SCRIPTS = {
  idle: { seconds: SECONDS, poseAt: () => ({}) },
  left: { seconds: SECONDS, poseAt: (t) => ({ yaw: TURN * bump(t, 1, 3.4, 0.8) }) },
  right: { seconds: SECONDS, poseAt: (t) => ({ yaw: -TURN * bump(t, 1, 3.4, 0.8) }) },
  high: { seconds: SECONDS, poseAt: (t) => ({ pitch: NOD * bump(t, 1, 3.2, 0.7) }) },
  down: { seconds: SECONDS, poseAt: (t) => ({ pitch: -NOD * bump(t, 1, 3.2, 0.7) }) },
  smile: { seconds: SECONDS, poseAt: (t) => ({ smile: 0.8 * bump(t, 1, 3.4, 0.5) }) },
  eyes: { seconds: SECONDS, poseAt: (t) => ({ blink: blinks(t, 1, 2, 3) }) },
  sequence: {
    seconds: 14,
    poseAt: (t) => ({
      yaw: TURN * bump(t, 2, 4.2, 0.7) - TURN * bump(t, 5, 7.2, 0.7),
      blink: blinks(t, 8.2, 9.2),
      smile: 0.8 * bump(t, 10.5, 12.7, 0.5),
    }),
  },
} as const satisfies Record<string, GestureScript>;

export type GestureName = keyof typeof GESTURE_SCRIPTS;
