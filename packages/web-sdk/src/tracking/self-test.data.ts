import type { BoundingBox } from '@presence/protocol';

/**
 * What every detector must see in the bundled frame (assets/self-test-frame.jpg: NASA portrait of Eileen Collins, public
 * domain, 320 x 320 pixels). Pixels. Measured 2026-11-22 with FaceLandmarker 0.10.35 and with the ONNX twins.
 */
export const SELF_TEST_FACE: BoundingBox = { left: 109, top: 70, right: 201, bottom: 177 };

/** Least overlap (intersection over union) with that box. A working detector reaches 0.9; a broken one is far off. */
export const SELF_TEST_MIN_OVERLAP = 0.6;

/** Least share of the picture a face covers that the detector is believed without a test; 20 pixels square at 640 x 480. Chosen 2026-11-22. */
export const PLAUSIBLE_SHARE = 0.001;
