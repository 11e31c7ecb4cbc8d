/**
 * The points of MediaPipe's canonical face that carry a rigid fit, with their weights (they sum to about 1).
 * Axes: x to the right of the picture, y up, z towards the camera; unit cm.
 * Source: geometry_pipeline_metadata_landmarks.binarypb of npm @mediapipe/face_mesh 0.4.1657299874 (Apache-2.0),
 * mesh vertices and procrustes basis; read 2026-11-22.
 */
export interface CanonicalPoint {
  /** Landmark number. */
  readonly index: number;
  readonly weight: number;
  readonly point: readonly [x: number, y: number, z: number];
}

export const CANONICAL_FACE: readonly CanonicalPoint[] = [
  { index: 4, weight: 0.07090994, point: [0, -0.46317, 7.58658] },
  { index: 6, weight: 0.03210014, point: [0, 2.473255, 5.788627] },
  { index: 10, weight: 0.008446551, point: [0, 8.261778, 4.481535] },
  { index: 33, weight: 0.05872417, point: [-4.445859, 2.663991, 3.173422] },
  { index: 54, weight: 0.00766708, point: [-6.279331, 6.615427, 1.42585] },
  { index: 67, weight: 0.009078059, point: [-3.523964, 8.005976, 3.729163] },
  { index: 117, weight: 0.009791938, point: [-5.258659, 0.945811, 2.974312] },
  { index: 119, weight: 0.01456537, point: [-3.300681, 0.861641, 3.872784] },
  { index: 121, weight: 0.01859136, point: [-1.820731, 1.467954, 4.224124] },
  { index: 127, weight: 0.005197994, point: [-7.743095, 2.364999, -2.005167] },
  { index: 129, weight: 0.1206252, point: [-1.785794, -0.978284, 4.85047] },
  { index: 132, weight: 0.005560019, point: [-7.270895, -2.890917, -2.252455] },
  { index: 133, weight: 0.05328618, point: [-1.856432, 2.585245, 3.757904] },
  { index: 136, weight: 0.06689046, point: [-5.085276, -7.17859, 0.714711] },
  { index: 143, weight: 0.01481655, point: [-6.407571, 2.236021, 1.560843] },
  { index: 147, weight: 0.01426283, point: [-6.234883, -1.94443, 1.663542] },
  { index: 198, weight: 0.02546219, point: [-1.246815, 0.230297, 5.681036] },
  { index: 205, weight: 0.04725228, point: [-3.832928, -1.537326, 4.137731] },
  { index: 263, weight: 0.05872417, point: [4.445859, 2.663991, 3.173422] },
  { index: 284, weight: 0.00766708, point: [6.279331, 6.615427, 1.42585] },
  { index: 297, weight: 0.009078059, point: [3.523964, 8.005976, 3.729163] },
  { index: 346, weight: 0.009791938, point: [5.258659, 0.945811, 2.974312] },
  { index: 348, weight: 0.01456537, point: [3.300681, 0.861641, 3.872784] },
  { index: 350, weight: 0.01859136, point: [1.820731, 1.467954, 4.224124] },
  { index: 356, weight: 0.005197994, point: [7.743095, 2.364999, -2.005167] },
  { index: 358, weight: 0.1206252, point: [1.785794, -0.978284, 4.85047] },
  { index: 361, weight: 0.005560019, point: [7.270895, -2.890917, -2.252455] },
  { index: 362, weight: 0.05328618, point: [1.856432, 2.585245, 3.757904] },
  { index: 365, weight: 0.06689046, point: [5.085276, -7.17859, 0.714711] },
  { index: 372, weight: 0.01481655, point: [6.407571, 2.236021, 1.560843] },
  { index: 376, weight: 0.01426283, point: [6.234883, -1.94443, 1.663542] },
  { index: 420, weight: 0.02546219, point: [1.246815, 0.230297, 5.681036] },
  { index: 425, weight: 0.04725228, point: [3.832928, -1.537326, 4.137731] },
];
