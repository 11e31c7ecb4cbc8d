import type { Threshold } from '@presence/face-geometry';
import type { VideoAction } from '@presence/protocol';

const DATE = '2026-11-22';
const t = (value: number, unit: string, origin: string): Threshold => ({ value, unit, origin, date: DATE });

/** Every number of the guidance. What a gesture and a good place of the face are is decided in face-geometry. */
export const GUIDANCE_LIMITS = {
  waitMs: t(
    20_000,
    'ms of one action without a usable face',
    'Time to sit down and find the light; then saying why helps more.',
  ),
  manyFacesMs: t(
    10_000,
    'ms of one action with a second face',
    'Time for somebody to walk past or to be asked away.',
  ),
  gestureMs: t(12_000, 'ms from the instruction', 'Three calm attempts of up to four seconds.'),
  maxRestarts: t(3, 'restarts of one action', 'After that the person is told what keeps going wrong.'),
  faceLostMs: t(
    700,
    'ms without a face in a gesture',
    'A far turn or a blur hides a face for some frames; face-geometry breaks a gesture off at the same gap.',
  ),
  frameLostMs: t(
    400,
    'ms out of place while holding still',
    'Single frames at the edge of the limits do not count.',
  ),
  secondFaceShare: t(
    0.25,
    'height over the largest face',
    'Smaller ones are pictures on a wall or people far behind.',
  ),
  restMs: t(
    1400,
    'ms of quiet before the first gesture',
    'A nod held for a moment stays within 3 degrees for up to 1.2 s and must not pass for the rest.',
  ),
  leadMs: t(
    500,
    'ms of quiet before later ones',
    'The engine measures the neutral from the first 500 ms of a clip.',
  ),
  quietDegrees: t(3, 'degrees from the median pose', 'Jitter and breathing stay below 2.'),
  quietShare: t(0.85, 'share of samples', 'Single outliers of the mesh are let pass.'),
  quietMouth: t(
    0.1,
    'share of the median mouth width',
    'Two thirds of a smile; the mesh at rest stays below 0.04.',
  ),
  brokenUnrest: t(
    1.6,
    'times the quiet limits',
    'The head has begun to move: measuring starts over at once.',
  ),
  restMouth: t(
    0.1,
    'share of the mouth width at rest',
    'Two thirds of a smile: narrower by this, the first rest was a smile.',
  ),
  restEyes: t(
    0.35,
    'share of the open eyes at rest',
    'Wider by this, the eyes were half closed at first; jitter is below 0.2.',
  ),
  hintMs: t(600, 'ms', 'The shortest time in which a hint of four words is read.'),
  progressStep: t(0.02, 'share', 'Finer steps are not seen on the ring.'),
} as const satisfies Record<string, Threshold>;

/** Length of a clip in manual capture, ms: enough for the movement, and below 150 frames at 15 a second. */
export const MANUAL_CLIP_MS: Readonly<Record<VideoAction, number>> = {
  video_selfie_blank: 1500,
  video_selfie_best: 1500,
  video_selfie_left: 4000,
  video_selfie_right: 4000,
  video_selfie_high: 4000,
  video_selfie_down: 4000,
  video_selfie_smile: 4000,
  video_selfie_eyes: 4000,
  video_selfie_scan: 5000,
};
