import type { PluginAssets } from '@presence/protocol';
import type { TrackingAssets } from '../model/tracking-messages.ts';

/** Stable address of the style sheet: the window can be shown before the configuration is known. */
export const STYLE_SHEET_PATH = 'plugin/ozliveness.css';

/** Absolute address of an asset path such as `/plugin/x.js`, which is meant below the adapter's own path. */
export function assetUrl(baseUrl: string, path: string): string {
  return new URL(path.replace(/^\/+/, ''), baseUrl).href;
}

/** What the tracking worker loads. */
export function trackingAssets(baseUrl: string, assets: PluginAssets): TrackingAssets {
  return {
    visionWasmLoader: assetUrl(baseUrl, assets.vision_wasm_loader),
    visionWasmBinary: assetUrl(baseUrl, assets.vision_wasm_binary),
    visionWasmWhole: assetUrl(baseUrl, assets.vision_wasm_whole),
    faceLandmarkerModel: assetUrl(baseUrl, assets.face_landmarker_model),
    onnxWasmLoader: assetUrl(baseUrl, assets.onnx_wasm_loader),
    onnxWasmBinary: assetUrl(baseUrl, assets.onnx_wasm_binary),
    onnxFaceDetectorModel: assetUrl(baseUrl, assets.onnx_face_detector_model),
    onnxFaceLandmarksModel: assetUrl(baseUrl, assets.onnx_face_landmarks_model),
    selfTestFrame: assetUrl(baseUrl, assets.self_test_frame),
  };
}
