/** A number that decides something, with what is needed to question it. */
export interface CheckLimit {
  /** The value at which a check stands at 0.5. */
  readonly threshold: number;
  /** Values at which it stands at 0 and at 1. */
  readonly worst: number;
  readonly best: number;
  readonly unit: string;
  /** Where it comes from, and the distance to what it must let through and keep out. */
  readonly origin: string;
  /** Day it was last set, ISO 8601. */
  readonly date: string;
}

const limit = (
  [worst, threshold, best]: readonly [number, number, number],
  unit: string,
  origin: string,
  date = '2026-11-22',
): CheckLimit => ({ worst, threshold, best, unit, origin, date });

/** Component names in the comments are those of ISO/IEC 29794-5. */
export const QUALITY_CHECK = {
  /** Single face present. */
  faceShare: limit(
    [0, 0.7, 1],
    'share of the frames',
    'live clips 0.99 and more; a turned or lowered head is lost now and then',
  ),
  /** Inter-eye distance. */
  interEye: limit([10, 30, 90], 'pixels', 'below, the spoof model sees a face of under 50 pixels'),
  /** Illumination: under-exposure prevention. */
  dark: limit(
    [10, 35, 90],
    'mean grey of the face, 0..255',
    'looser than the guidance (50), so that only the unusable is refused',
  ),
  /** Illumination: over-exposure prevention. */
  bright: limit([255, 235, 180], 'mean grey of the face, 0..255', 'looser than the guidance (220)'),
  /** Sharpness. */
  sharpness: limit([0, 4, 60], 'variance of the Laplacian, 128-pixel face', 'live clips 20 and more'),
  /** Head pose. */
  turned: limit(
    [60, 30, 5],
    'degrees off frontal, at the most frontal frame',
    'nothing frontal to judge beyond',
  ),
  /** Face occlusion prevention, as far as the landmark model tells. */
  presence: limit([0, 0.6, 0.95], 'certainty of the landmark model, median', 'live clips 0.97 and more'),
} as const satisfies Record<string, CheckLimit>;

export const SPOOF_CHECK = {
  live: limit(
    [0, 0.65, 1],
    'mean live probability over views and frames',
    'live clips 0.87 and more; the real print and replay and 13 of 16 simulated replays less, of simulated prints half, which `depth` has to stop',
  ),
} as const satisfies Record<string, CheckLimit>;

export const TEXTURE_CHECK = {
  peak: limit(
    [5, 2.4, 0.6],
    'natural logarithm of power over the frequencies around',
    'seven real heads, also through other cameras and at JPEG quality 5, 1.8 at most, puppets 1.8; 96 simulated tight prints and replays 3.3 and more (2026-11-23)',
  ),
  /** Fewer frames do not average the peaks of noise away. */
  leastFrames: 4,
  /** Cycles per pixel. Below, hair and clothes; above, nothing a camera resolves. */
  band: { from: 0.12, to: 0.5 },
} as const;

export const DEPTH_CHECK = {
  turnSpan: limit([0, 0.25, 0.6], 'span of the yaw proxy', 'flat prints turned by 35 degrees 0.15 at most'),
  turnResidual: limit(
    [0.02, 0.04, 0.1],
    'homography residual over eye distance',
    'models.md 3f: flat prints 0.029 at most; real heads at the least turn that counts 0.048, at a full one 0.072 and more',
  ),
  solidGain: limit(
    [1, 1.35, 2],
    'residual of a plane over that of a rigid solid',
    '16 bent prints turned to and fro 0.51 to 1.19; six windows of real heads that turn by 17 degrees and more 1.63 to 4.0, 13 puppets that turn 2.6 to 4.3',
    '2026-11-23',
  ),
  /** When a face at rest moves enough to tell a held sheet from a head. */
  sheet: {
    leastFrames: 8,
    mostFrames: 16,
    /** Stretch of the most different views; puppets at rest 0.017 at most, prints held in a hand 0.036 and more. */
    stretch: 0.03,
    /** Narrowest eyes over the usual; a picture does not blink: prints 0.91 and more. */
    eyesLeast: 0.85,
    origin: 'seven real heads, puppets, 16 simulated prints',
    date: '2026-11-22',
  },
  sheetResidual: limit(
    [0, 0.0125, 0.02],
    'homography residual over eye distance',
    'simulated prints, flat and bent, 0.010 at most; real heads that stretch as much 0.015 and more',
  ),
} as const;

export const CONTINUITY_CHECK = {
  likeness: limit([0, 0.4, 0.8], 'cosine of embeddings', 'models.md 3e: strangers 0.354 at most'),
  /** How far the face may move between two frames, over its width: `free` at once and `perSecond` more. */
  jump: {
    free: 0.5,
    perSecond: 5,
    unit: 'face widths',
    origin: 'live clips stay below a fifth',
    date: '2026-11-22',
  },
  /** How much its size may change between two frames: `free` at once and `perSecond` more. */
  growth: {
    free: 0.35,
    perSecond: 3,
    unit: 'share of its width',
    origin: 'live clips stay below a fifth',
    date: '2026-11-22',
  },
  secondFace: {
    /** A second face counts from this width over the first one's. */
    minWidthRatio: 0.4,
    /** In this share of the frames, and in two at least. */
    minShare: 0.15,
    origin: 'a passer-by in the background is small or brief',
    date: '2026-11-22',
  },
  /** How frames are compared by their glimpses. */
  recurrence: {
    /** At least and at most so many frames, and a frame returns only after this many others. */
    leastFrames: 8,
    mostFrames: 64,
    apart: 3,
    /** Two frames are alike below this share of the usual difference of neighbours. */
    alike: 0.2,
    /** Mean grey levels between neighbours; below, it is a still picture and no loop. */
    leastStep: 0.2,
    origin: 'real heads 0.33 and more, simulated loops 0.01 to 0.13',
    date: '2026-11-22',
  },
  looped: limit([1, 0.3, 0], 'share of frames that return', 'real heads 0, simulated loops 0.6 and more'),
  frozen: limit(
    [0, 0.1, 0.25],
    'mean grey levels, the largest difference of two frames',
    'a sensor and a head at rest give 0.22 and more; a still picture with a little noise 0.06',
  ),
  gap: limit(
    [8, 4, 2],
    'seconds between two neighbouring frames',
    'judgement: cameras give 5 to 60 frames a second, the slowest browser here one in half a second; in a longer gap anything may have been swapped',
    '2026-11-23',
  ),
  repeated: limit(
    [1, 0.5, 0],
    'share of frames equal to another byte for byte',
    'no camera gives two equal frames',
  ),
} as const;

export const REPLAY_CHECK = {
  /**
   * Bits, of the 256 of a frame's hash, in which two frames may differ and still count as the same. 2026-11-22, seven real
   * heads, 154 frames: JPEG quality 40 differs in 2 (95 %: 4), a size of 85, 70 or 130 % in 2 (6), of 50 % in 4 (10); other
   * people in 80 and more.
   */
  alikeBits: 6,
  share: limit(
    [1, 0.45, 0.35],
    'share of the frames that one earlier capture holds',
    'clips of another quality or size 0.59 and more, most of them 1; other seconds of the same shot 0.33 at most (157 pairs, 95 %: 0)',
  ),
} as const;
