/**
 * Numbers of the landmarks used, in MediaPipe Face Mesh order. Left and right are the person's own.
 * Source: MediaPipe's canonical_face_model_uv_visualization and face_mesh_connections; read 2026-11-22.
 */
export const LANDMARKS = {
  eyes: {
    right: { outer: 33, inner: 133, lidPairs: [[160, 144] as const, [158, 153] as const] },
    left: { outer: 263, inner: 362, lidPairs: [[387, 373] as const, [385, 380] as const] },
  },
  mouth: { right: 61, left: 291, upperInner: 13, lowerInner: 14, bottom: 17 },
  nose: { tip: 1, base: 2 },
  /** Face side in front of the ear, at the height of the tragus. */
  cheeks: { right: 234, left: 454 },
  forehead: 10,
  chin: 152,
} as const;
