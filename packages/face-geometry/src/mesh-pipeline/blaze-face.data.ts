/**
 * Constants of BlazeFace short range and of the crops MediaPipe's face pipeline makes around its detections.
 * Source: MediaPipe face_detection_short_range and face_landmark graphs (Apache-2.0 documentation of options);
 * read 2026-11-22.
 */
export const BLAZE_FACE = {
  inputSize: 128,
  /** Feature maps: cells per side, anchors per cell. */
  layers: [
    { cells: 16, anchorsPerCell: 2 },
    { cells: 8, anchorsPerCell: 6 },
  ],
  anchors: 896,
  /** Box (centre and size) and six keypoints, two numbers each. */
  valuesPerAnchor: 16,
  keypoints: 6,
  /** Scores are logits cut to this before the sigmoid. */
  scoreLimit: 100,
  /** Share of overlap (intersection over union) from which detections are one face. */
  overlap: 0.3,
} as const;

export const FACE_CROP = {
  inputSize: 192,
  /** Side of the crop over the longer side of the face's box. */
  scale: 1.5,
  values: 1434,
} as const;

/** Share of certainty (0..1) asked for by default. Source: MediaPipe FaceLandmarker's default options. */
export const DEFAULT_CONFIDENCE = { detection: 0.5, presence: 0.5 } as const;
