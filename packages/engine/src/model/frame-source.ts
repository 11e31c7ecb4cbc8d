export type ImageFormat = 'jpeg' | 'png';

/** One frame of a clip, in the order it was shown. */
export interface ClipFrame {
  /** Position in the clip, from 0. */
  readonly index: number;
  /** Name inside the shot set; for messages only. */
  readonly name: string;
  /** Milliseconds since the clip began; rises from frame to frame. Claimed by the client, or assumed. */
  readonly timeMs: number;
}

/** A frame's file, its kind and size read off its header before anything was decoded. */
export interface FrameImage {
  readonly bytes: Uint8Array;
  readonly format: ImageFormat;
  readonly width: number;
  readonly height: number;
}

/** The frames of one media, read one at a time. */
export interface FrameSource {
  readonly frames: readonly ClipFrame[];
  /**
   * @throws EngineError `invalid_structure` when the frame is not the picture it should be, `file_too_large` when it is
   *   larger than allowed; the signal's reason when aborted.
   */
  read(frame: ClipFrame, signal: AbortSignal): Promise<FrameImage>;
  close(): Promise<void>;
}
