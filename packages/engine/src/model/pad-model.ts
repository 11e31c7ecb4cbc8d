/** A presentation-attack model an operator added: where it is, what it wants and what its answer means. */
export interface PadModel {
  readonly name: string;
  /** Absolute path of the ONNX file. */
  readonly file: string;
  /** Side of the square of the face it sees, over the side of the face's own square. */
  readonly crop: number;
  readonly input: {
    /** Side in pixels. */
    readonly size: number;
    readonly layout: 'nchw' | 'nhwc';
    readonly channels: 'rgb' | 'bgr';
    /** What a channel of 0..255 becomes: `value * scale + offset`; one number for all, or red, green, blue. */
    readonly scale: PerChannel;
    readonly offset: PerChannel;
  };
  readonly output: {
    /** Numbers it gives, and which of them stands for a live person, or for an attack in its place. */
    readonly length: number;
    readonly live?: number | undefined;
    readonly attack?: number | undefined;
    readonly activation: 'softmax' | 'sigmoid' | 'none';
  };
  /** Mean live probability over the frames (0..1) below which a clip is refused. */
  readonly threshold: number;
}

export type PerChannel = number | readonly [red: number, green: number, blue: number];

/** The part of a model that judges what it said. */
export type PadRule = Pick<PadModel, 'name' | 'threshold'>;

/** Figures of the check `spoof` beside the means of an operator's models: no such model may have their names. */
export const SPOOF_MEASURES = ['live_mean', 'live_lowest', 'frames'] as const;
