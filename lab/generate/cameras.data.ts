/** What another camera would make of the same moment. Anything left out stays as it was. */
export interface Camera {
  /** Share of the picture's sides that is in view, from the middle of it. */
  readonly view?: number;
  /** Width and height in pixels that the view is scaled and cut to. */
  readonly size?: readonly [width: number, height: number];
  /** Factor of the size at which the sensor sees; the picture is blown up again afterwards. */
  readonly sensor?: number;
  readonly mirrored?: boolean;
  /** Standard deviation of the blur, pixels: out of focus. */
  readonly blur?: number;
  /** Factors of red, green and blue, and grey levels added to all: light, exposure and white balance. */
  readonly gain?: readonly [red: number, green: number, blue: number];
  readonly offset?: number;
  /** Largest noise of the sensor, grey levels; triangular, another for every frame and channel. */
  readonly noise?: number;
  /** Standard deviation of the camera's own sharpening, pixels. */
  readonly sharpening?: number;
  /** JPEG quality, 1..100. */
  readonly quality?: number;
  /** Every so manieth frame is kept. */
  readonly every?: number;
}

/** Live people under cameras and in light that the clips at hand do not show, one species each. */
export const CAMERAS = {
  'bona-fide-again-dim': { gain: [0.45, 0.45, 0.45], noise: 9 },
  'bona-fide-again-bright': { gain: [1.25, 1.25, 1.25], offset: 15 },
  'bona-fide-again-warm': { gain: [1.12, 0.98, 0.74] },
  'bona-fide-again-cold': { gain: [0.82, 0.98, 1.15] },
  'bona-fide-again-blurred': { blur: 1.6 },
  'bona-fide-again-noisy': { noise: 14 },
  'bona-fide-again-webcam': { sensor: 0.6, noise: 6, sharpening: 1.2, quality: 70 },
  'bona-fide-again-compressed': { quality: 35 },
  'bona-fide-again-small': { size: [320, 240] },
  'bona-fide-again-cropped': { size: [640, 480], mirrored: true },
  'bona-fide-again-portrait': { size: [480, 640], quality: 85 },
  'bona-fide-again-near': { view: 0.85, size: [640, 480] },
  'bona-fide-again-slow': { every: 2, quality: 80 },
} as const satisfies Record<string, Camera>;

/** Between these a camera is drawn for every clip of `bona-fide-again-any`, which no limit was ever set by. */
export const ANY_CAMERA = {
  view: [0.85, 1],
  sensor: [0.5, 1],
  blur: [0.3, 1.5],
  light: [0.55, 1.2],
  /** Factor of red and of blue, each by itself. */
  tint: [0.85, 1.15],
  offset: [-5, 15],
  noise: [0, 10],
  quality: [45, 95],
} as const satisfies Record<string, readonly [least: number, most: number]>;
