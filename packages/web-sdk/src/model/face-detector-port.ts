import type { FaceMesh } from '@presence/face-geometry';
import type { DetectorKind } from './tracking-messages.ts';

/** A loaded face mesh model inside the tracking worker. */
export interface FaceDetectorPort {
  readonly kind: DetectorKind;
  /**
   * Meshes in pixels of the bitmap, in any order; empty when no face is seen. `timeMs` rises from call to call.
   * Does not close the bitmap.
   */
  detect(bitmap: ImageBitmap, timeMs: number): Promise<readonly FaceMesh[]>;
  close(): void;
}
