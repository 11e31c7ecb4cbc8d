/** How attack instruments look and are held. Radians, shares of the sheet's width, pixels of a 640 x 480 scene. */
export interface Instrument {
  readonly kind: 'paper' | 'screen';
  /** Half the sheet's side, pixels; above 320 its edges are out of view. */
  readonly half: number;
  /** Side of the picture's square over the width of the face. */
  readonly crop: number;
  /** Share of the sheet's side taken by its margin or bezel. */
  readonly border: number;
  /** Amplitude of the turning hand. */
  readonly yaw: number;
  readonly pitch: number;
  /** How far the sheet is bent about its vertical axis, 0 flat. */
  readonly bend: number;
  /** Whether what is shown moves. */
  readonly moving: boolean;
  /** Whether the camera resolves the dots of the print; it does unless told otherwise. */
  readonly dots?: boolean;
}

export const INSTRUMENTS = {
  print: { kind: 'paper', half: 186, crop: 2.2, border: 0.05, yaw: 0.3, pitch: 0.14, bend: 0, moving: false },
  'print-tight': {
    kind: 'paper',
    half: 390,
    crop: 3,
    border: 0,
    yaw: 0.12,
    pitch: 0.08,
    bend: 0,
    moving: false,
  },
  'print-curved': {
    kind: 'paper',
    half: 200,
    crop: 2.2,
    border: 0.03,
    yaw: 0.3,
    pitch: 0.1,
    bend: 0.7,
    moving: false,
  },
  'print-turned': {
    kind: 'paper',
    half: 230,
    crop: 2,
    border: 0.02,
    yaw: 0.8,
    pitch: 0.05,
    bend: 0.3,
    moving: false,
  },
  replay: {
    kind: 'screen',
    half: 190,
    crop: 2.2,
    border: 0.06,
    yaw: 0.1,
    pitch: 0.08,
    bend: 0,
    moving: true,
  },
  'replay-tight': {
    kind: 'screen',
    half: 390,
    crop: 3,
    border: 0,
    yaw: 0.05,
    pitch: 0.04,
    bend: 0,
    moving: true,
  },
} as const satisfies Record<string, Instrument>;

/** A print that fills the view and whose dots are too fine for the camera, in a quiet hand. */
export const FINE_PRINT: Instrument = { ...INSTRUMENTS['print-tight'], yaw: 0.08, pitch: 0.06, dots: false };
