import type { FrameSize } from './face-observation.ts';

/** Where a mask is drawn: a canvas that lies exactly over the camera's picture. */
export interface MaskSurface {
  readonly canvas: HTMLCanvasElement;
  /** Whether the picture below is shown as in a mirror just now. */
  readonly mirrored: () => boolean;
}

export interface MaskOptions {
  readonly surface: MaskSurface;
  /** The page's `style` option; of it `maskCustomization` counts. */
  readonly style: unknown;
}

/** The 3D mask over the tracked face. */
export interface FaceMask {
  /**
   * What the tracker saw; drawn with the next picture.
   *
   * @param points x, y, z of every mesh point one after the other, pixels of the frame, unmirrored; null: no face.
   * @param frame size of the analysed frame in pixels.
   * @param timeMs when the picture it was seen in was on screen, on the clock of `paint`.
   */
  see(points: Float32Array | null, frame: FrameSize, timeMs: number): void;
  /** Draws the mesh where it is expected in the picture that is on screen at this time: pictures come faster than meshes. */
  paint(timeMs: number): void;
  /** Wipes the canvas; nothing is drawn afterwards. */
  close(): void;
}

/** What the module of the mask exports. It is loaded only where the adapter is configured with `load_3d_mask`. */
export interface FaceMaskModule {
  createFaceMask(options: MaskOptions): FaceMask;
}
