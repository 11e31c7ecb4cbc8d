import type { Threshold } from '../model/threshold.ts';

const DATE = '2026-11-22';
const t = (value: number, unit: string, origin: string): Threshold => ({ value, unit, origin, date: DATE });

/**
 * Every number of the gesture rules. A gesture's level is 0 at the person's own neutral and 1 at its threshold; what
 * guides in the browser (`guide`) and what verifies in the engine (`verify`) differ only in the levels they ask for,
 * so that a gesture the browser let end is not refused for the last tenth lost between two samples.
 */
export const GESTURE_THRESHOLDS = {
  turnYaw: t(
    18,
    'degrees from neutral',
    'Design. Eight puppets commanded to 38 read 26 to 42, real heads turn 18 to 35; flat prints turned by 45 read 8, other gestures 3.',
  ),
  turnYawProxy: t(
    0.25,
    'yaw proxy from neutral',
    'A second opinion on the yaw: real heads and puppets at 18 degrees read 0.36 to 0.40, flat prints turned by 45 up to 0.27.',
  ),
  nodPitch: t(
    12,
    'degrees from neutral',
    'Design. Eight puppets commanded to 24 read 21 to 30; turns read up to 8, smiles 7, flat prints tilted by 45 read 6.',
  ),
  smileWidth: t(
    0.15,
    'share of the neutral mouth width',
    'Design. Eight puppets reach 0.38 to 0.48, real smiles 0.28 to 0.43; nods stay below 0.09, turns below 0.14 (and are gated).',
  ),
  smileLift: t(
    0.01,
    'corner lift from neutral, over eye distance',
    'Keeps out a mouth drawn wide without corners rising. Puppets reach 0.02 to 0.08, real smiles 0.04 to 0.13, rest stays below 0.005.',
  ),
  blinkClosed: t(
    0.55,
    'share of the own open eye',
    'Blinks reach 0.03 to 0.20, of eight puppets 0.11 to 0.42; laughing and talking narrow the eyes to 0.60.',
  ),
  blinkEachEye: t(
    0.65,
    'share of the own open eye',
    'Looser than the mean of both, so that unequal lids pass and a wink does not.',
  ),
  blinkMinMs: t(
    90,
    'ms from open to open',
    'A single stray frame at 30 per second spans 67 ms; a blink lasts 100 to 400.',
  ),
  blinkMaxMs: t(1500, 'ms from open to open', 'Longer is closing the eyes, not blinking.'),
  blinkYaw: t(
    12,
    'degrees from neutral',
    'A blink counts only below; the false blink of models.md 2c came at 27.',
  ),
  blinkPitch: t(9, 'degrees from neutral', 'As above: lids sink when the head is lowered.'),
  smileYaw: t(15, 'degrees from neutral', 'A smile counts only below; the far corner is guessed beyond.'),
  smilePitch: t(14, 'degrees from neutral', 'As above. Rising cheeks alone read as 7 degrees of pitch.'),
  crossYaw: t(15, 'degrees from neutral', 'A nod with more turn than this is a turn.'),
  crossPitch: t(18, 'degrees from neutral', 'A turn with more nod than this is a nod.'),
  peakDwellMs: t(
    70,
    'ms at or above the peak level',
    'More than two frames at 30 per second, one step at 8 to 14.',
  ),
  moveLevel: t(0.3, 'level', 'Below it nothing has begun.'),
  holdYaw: t(15, 'degrees from neutral', 'Still looking at the camera.'),
  holdPitch: t(15, 'degrees from neutral', 'Still looking at the camera.'),
  neutralYaw: t(20, 'degrees', 'A frontal face; cameras stand up to 15 degrees aside.'),
  neutralPitch: t(30, 'degrees', 'Laptop and phone cameras look up at the face.'),
  neutralSpread: t(5, 'degrees from the median', 'Quiet: jitter of the mesh stays below 2.'),
  neutralMinSamples: t(3, 'samples', 'A median of fewer says nothing.'),
  neutralLeadMs: t(500, 'ms', 'The clip of a gesture starts with about 400 ms of neutral.'),
  neutralShutEye: t(
    0.14,
    'eye aspect ratio',
    'models.md 2c: below it every eye was shut; open ones lie above 0.20.',
  ),
  nearNeutralPose: t(
    8,
    'degrees from neutral',
    'Below half of every pose threshold but the nod, which is gated at its own.',
  ),
  nearNeutralMouth: t(0.1, 'share of the neutral mouth width', 'Two thirds of a smile.'),
  nearNeutralOpening: t(0.15, 'opening over eye distance', 'A closed or slightly open mouth.'),
  nearNeutralEyes: t(0.75, 'share of the own open eye', 'Half way to a blink.'),
} as const satisfies Record<string, Threshold>;

/**
 * Levels at which a gesture has peaked and has come back, and the share of the holding time. Set 2026-11-22: clips of
 * nine puppets recorded at 15 a second and thinned to 7 still verify (blinks 270 of 270). A blink keeps more of its depth
 * in the engine than the others; at 0.85 (eyes at 0.62 of open) a laugh with screwed-up eyes can pass there, not while
 * guiding. While guiding, the eyes must stay open for `blinkOpenMs` afterwards, two frames of a clip at 15 a second. With
 * no sample for longer than `maxGapMs` a gesture starts over; of two frames that come at once a clip keeps one, so that its
 * gaps are up to one step of 15 a second wider than those that were followed (2026-11-23).
 */
export const STRICTNESS_LEVELS = {
  guide: { peak: 1, blinkPeak: 1, blinkOpenMs: 130, back: 0.5, holdShare: 1, maxGapMs: 700 },
  verify: { peak: 0.8, blinkPeak: 0.85, blinkOpenMs: 0, back: 0.65, holdShare: 0.6, maxGapMs: 770 },
} as const;

/** How long a face is held for the actions without movement, ms. Design: about 0.7 to 1.5 s, the scan about 5 s. */
export const HOLD_MS = {
  video_selfie_blank: 1000,
  video_selfie_best: 1000,
  video_selfie_scan: 5000,
} as const;
