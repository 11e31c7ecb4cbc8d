import type { FaceMesh } from '@presence/face-geometry';
import type { TrackingRole } from './tracking-messages.ts';

/** A loaded face mesh model inside the tracking worker. */
export interface FaceDetectorPort {
  readonly kind: TrackingRole;
  /** Whether it searches the whole frame for other people. One that does not needs a lookout beside it. */
  readonly looksAround: boolean;
  /**
   * Meshes in pixels of the bitmap, in any order; empty when no face is seen. `timeMs` rises from call to call.
   * Does not close the bitmap.
   */
  detect(bitmap: ImageBitmap, timeMs: number): Promise<readonly FaceMesh[]>;
  close(): void;
}
