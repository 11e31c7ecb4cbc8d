import type { PluginAssets } from '@presence/protocol';

/** A file taken as it is: where it comes from and where it goes below `plugin/` (a content hash is put into the name). */
export interface CopiedFile {
  readonly asset: keyof PluginAssets;
  /** Package and path inside it, or a path below the repository's root. */
  readonly from: { readonly package: string; readonly path: string } | { readonly root: string };
  readonly to: string;
  /** Taken with only the functions that VISION_FUNCTIONS names. */
  readonly lean?: true;
}

const TASKS_VISION = '@mediapipe/tasks-vision';
const ONNX = 'onnxruntime-web';

/** Loader and binary names without hash inside them are never used: every address comes from `config.assets`. */
export const COPIED_FILES: readonly CopiedFile[] = [
  {
    asset: 'vision_wasm_loader',
    from: { package: TASKS_VISION, path: 'wasm/vision_wasm_module_internal.js' },
    to: 'vendor/vision_wasm_module_internal.js',
  },
  {
    asset: 'vision_wasm_binary',
    from: { package: TASKS_VISION, path: 'wasm/vision_wasm_module_internal.wasm' },
    to: 'vendor/vision_wasm_module_lean.wasm',
    lean: true,
  },
  {
    asset: 'vision_wasm_whole',
    from: { package: TASKS_VISION, path: 'wasm/vision_wasm_module_internal.wasm' },
    to: 'vendor/vision_wasm_module_internal.wasm',
  },
  {
    asset: 'onnx_wasm_loader',
    from: { package: ONNX, path: 'dist/ort-wasm-simd-threaded.mjs' },
    to: 'vendor/ort-wasm-simd-threaded.mjs',
  },
  {
    asset: 'onnx_wasm_binary',
    from: { package: ONNX, path: 'dist/ort-wasm-simd-threaded.wasm' },
    to: 'vendor/ort-wasm-simd-threaded.wasm',
  },
  {
    asset: 'face_landmarker_model',
    from: { root: 'public/models/face_landmarker.task' },
    to: 'models/face_landmarker.task',
  },
  {
    asset: 'finder_weights',
    from: { root: 'public/models/face_finder.bin' },
    to: 'models/face_finder.bin',
  },
  {
    asset: 'onnx_face_detector_model',
    from: { root: 'public/models/face_detection_short_range.onnx' },
    to: 'models/face_detection_short_range.onnx',
  },
  {
    asset: 'onnx_face_landmarks_model',
    from: { root: 'public/models/face_landmarks_478.onnx' },
    to: 'models/face_landmarks_478.onnx',
  },
  {
    asset: 'self_test_frame',
    from: { root: 'packages/web-sdk/assets/self-test-frame.jpg' },
    to: 'self-test-frame.jpg',
  },
];
