import type { ModelEntry, ModelPreprocessing, TensorSpec } from './model/model-manifest.ts';
import { FACE_MESH_SOURCE, FACEPLUGIN_SOURCE, LANDMARK_TABLES_SOURCE } from './sources.data.ts';

// Hashes and sizes of 2026-11-22. Preprocessing and thresholds: measured on 2026-11-22 with Node 20 on the small media set that
// docs/models.md describes; they say "works", not how accurate a model is.

const MESH_PACKAGE = `${FACE_MESH_SOURCE.name}@${FACE_MESH_SOURCE.version}`;
const MERGED_PACKAGES = `${MESH_PACKAGE}+${LANDMARK_TABLES_SOURCE.name}@${LANDMARK_TABLES_SOURCE.version}`;
const FACEPLUGIN_PACKAGE = `${FACEPLUGIN_SOURCE.name}@${FACEPLUGIN_SOURCE.version}`;
const MEASURED = '2026-11-22';

const MESH_CROP: ModelPreprocessing = {
  colour: 'RGB',
  scale: 1 / 255,
  offset: 0,
  crop:
    'square around the detected box, side 1.5 × its longer side, turned so that the eyes (key points 0 and 1) are level; ' +
    'pixels outside the picture repeat its edge',
};

const LANDMARKS_MEANING =
  '478 points (x, y, z) in pixels of the 192 × 192 crop; z grows away from the camera, 0 near the middle of the head. ' +
  '0–467 face mesh, 468–472 and 473–477 irises';

function image(name: string, size: number, layout: 'NHWC' | 'NCHW', channels: number): TensorSpec {
  const shape = layout === 'NHWC' ? [1, size, size, channels] : [1, channels, size, size];
  return { name, shape, type: 'float32', layout, meaning: 'prepared as preprocessing says' };
}

/** MediaPipe's task bundle for the browser. */
export const FACE_LANDMARKER_TASK = {
  name: 'face_landmarker',
  version: '1',
  file: 'face_landmarker.task',
  sourcePackage: MERGED_PACKAGES,
  licence: 'Apache-2.0',
  sha256: '0fe182e81ad8d36bb5bc0319501e906cd227ee8da456b901cccb59ed492ceb6f',
  size: 2_762_555,
  audience: 'browser',
  input: { ...image('image', 192, 'NHWC', 3), meaning: 'MediaPipe Tasks takes whole pictures of any size' },
  preprocessing: { ...MESH_CROP, crop: 'MediaPipe Tasks detects, cuts and scales by itself' },
  outputs: [
    { name: 'face_landmarks', shape: [1, 1, 1, 1434], type: 'float32', meaning: LANDMARKS_MEANING },
    {
      name: 'presence',
      shape: [1, 1, 1, 1],
      type: 'float32',
      meaning: 'logit that the crop shows a face; MediaPipe Tasks applies the sigmoid',
    },
  ],
} as const satisfies ModelEntry;

/** BlazeFace short range, converted. */
export const FACE_DETECTION_ONNX = {
  name: 'face_detection_short_range',
  version: '1',
  file: 'face_detection_short_range.onnx',
  sourcePackage: MESH_PACKAGE,
  licence: 'Apache-2.0',
  sha256: '860a32107e2a2252958cf9cd1d6d3b408b17da924a7bc20f6bfed8e032153ed8',
  size: 425_567,
  audience: 'both',
  input: image('image', 128, 'NHWC', 3),
  preprocessing: {
    colour: 'RGB',
    scale: 1 / 127.5,
    offset: -1,
    crop: 'whole picture centred in a square of its longer side; the margin is −1 (black)',
  },
  outputs: [
    {
      name: 'box_regressors',
      shape: [1, 896, 16],
      type: 'float32',
      meaning:
        'for each anchor: centre x, y relative to the anchor, width, height, then 6 key points x, y relative to the anchor ' +
        '(person’s right eye, left eye, nose tip, mouth, right ear, left ear); divide by 128 for fractions of the square. ' +
        'Anchors: 16 × 16 cells × 2, then 8 × 8 cells × 6, row by row, each at its cell’s centre',
    },
    {
      name: 'score_logits',
      shape: [1, 896, 1],
      type: 'float32',
      meaning: 'sigmoid of it, clamped to ±100, is the score that the anchor holds a face',
    },
  ],
  threshold: {
    quantity: 'sigmoid(score_logits)',
    value: 0.5,
    unit: 'probability-like score 0…1',
    origin: "MediaPipe FaceLandmarker's default minFaceDetectionConfidence",
    date: MEASURED,
  },
} as const satisfies ModelEntry;

/** The same, packed with weights of 8 bits for the browser's own small runner. */
export const FACE_FINDER_WEIGHTS = {
  ...FACE_DETECTION_ONNX,
  name: 'face_finder',
  file: 'face_finder.bin',
  sha256: '22ae0f8c7cc5e4ddf91509aedd5e18593719aedc75b8a7c3a9e2ae210539f1fb',
  size: 117_086,
  audience: 'browser',
} as const satisfies ModelEntry;

/** The attention mesh of the task bundle, converted. */
export const FACE_LANDMARKS_ONNX = {
  name: 'face_landmarks_478',
  version: '1',
  file: 'face_landmarks_478.onnx',
  sourcePackage: MERGED_PACKAGES,
  licence: 'Apache-2.0',
  sha256: 'c5d0a8846e1b3a5316d49c9244536a25ed50f19cdd4fd66bd1bd69672359142d',
  size: 4_883_170,
  audience: 'both',
  input: image('image', 192, 'NHWC', 3),
  preprocessing: MESH_CROP,
  outputs: [
    { name: 'landmarks', shape: [1, 478, 3], type: 'float32', meaning: LANDMARKS_MEANING },
    {
      name: 'presence_logit',
      shape: [1, 1],
      type: 'float32',
      meaning: 'sigmoid of it is the score that the crop shows a face',
    },
  ],
  threshold: {
    quantity: 'sigmoid(presence_logit)',
    value: 0.5,
    unit: 'probability-like score 0…1',
    origin: "MediaPipe FaceLandmarker's default minFacePresenceConfidence",
    date: MEASURED,
  },
} as const satisfies ModelEntry;

/** Presentation-attack detection on one frame. */
export const FR_LIVENESS_ONNX = {
  name: 'fr_liveness',
  version: '1',
  file: 'fr_liveness.onnx',
  sourcePackage: FACEPLUGIN_PACKAGE,
  licence: 'MIT',
  sha256: 'afa783b7e902fdfcf323a7240cac2a1c580c25314ea4161129dc1b0d100dc32d',
  size: 1_886_811,
  audience: 'engine',
  input: image('input', 128, 'NCHW', 3),
  preprocessing: {
    colour: 'BGR',
    scale: 1,
    offset: 0,
    crop: 'detected face box scaled 2.7 × around its centre, the scale cut so that the box fits the picture, then shifted inside',
  },
  outputs: [
    {
      name: 'output',
      shape: [1, 3],
      type: 'float32',
      meaning: 'logits; softmax index 0 is live, 1 and 2 are attacks',
    },
  ],
  threshold: {
    quantity: 'mean over a clip of softmax(output)[0]',
    value: 0.9,
    unit: 'live score 0…1, live at or above',
    origin:
      '49 clips: 40 of 41 live ones at or above, 8 of 8 print and replay attacks below; a tight print crop and a mask, kept out ' +
      'of that count, pass at 1.00',
    date: MEASURED,
  },
} as const satisfies ModelEntry;

/** Open or closed eye. */
export const FR_EYE_ONNX = {
  name: 'fr_eye',
  version: '1',
  file: 'fr_eye.onnx',
  sourcePackage: FACEPLUGIN_PACKAGE,
  licence: 'MIT',
  sha256: '1afcea006abc1ccac3c517022abde0aa092bed74ff3c9fe6878483ef9e6e38de',
  size: 207_130,
  audience: 'engine',
  input: image('input', 24, 'NCHW', 1),
  preprocessing: {
    colour: 'GREY',
    scale: 1 / 255,
    offset: 0,
    crop: 'square around the middle of one eye, side 1.6 × the distance of its corners, cut to the picture',
  },
  outputs: [
    {
      name: 'output',
      shape: [1, 2],
      type: 'float32',
      meaning: 'logits; softmax index 0 is closed, 1 is open',
    },
  ],
  threshold: {
    quantity: 'softmax(output)[1]',
    value: 0.5,
    unit: 'open score 0…1, open at or above',
    origin: '94 closed eyes at 0.00 and 68 open ones at 1.00 (10th to 90th percentile)',
    date: MEASURED,
  },
} as const satisfies ModelEntry;

/** Face embedding for matching. */
export const FR_FEATURE_ONNX = {
  name: 'fr_feature',
  version: '1',
  file: 'fr_feature.onnx',
  sourcePackage: FACEPLUGIN_PACKAGE,
  licence: 'MIT',
  sha256: '87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581',
  size: 4_884_269,
  audience: 'engine',
  input: image('input', 112, 'NCHW', 3),
  preprocessing: {
    colour: 'RGB',
    scale: 1 / 128,
    offset: -127.5 / 128,
    crop:
      'similarity transform of eye centres, nose tip and mouth corners onto the ArcFace 112 × 112 reference points ' +
      '(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)',
  },
  outputs: [{ name: 'output', shape: [1, 512], type: 'float32', meaning: 'embedding; compare by cosine' }],
  threshold: {
    quantity: 'cosine of two embeddings',
    value: 0.5,
    unit: 'cosine −1…1, same person at or above',
    origin: '300 pairs of 25 pictures: highest impostor 0.354, 5 % quantile of genuine pairs 0.65',
    date: MEASURED,
  },
} as const satisfies ModelEntry;

/** Every file that is built, in the order of `models.json`. */
export const MODELS: readonly ModelEntry[] = [
  FACE_LANDMARKER_TASK,
  FACE_DETECTION_ONNX,
  FACE_FINDER_WEIGHTS,
  FACE_LANDMARKS_ONNX,
  FR_LIVENESS_ONNX,
  FR_EYE_ONNX,
  FR_FEATURE_ONNX,
];
