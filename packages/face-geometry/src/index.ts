export { DOCUMENT_LIMITS } from './document/document-limits.data.ts';
export {
  type DocumentLook,
  type DocumentTrouble,
  documentLook,
  documentTrouble,
  pictureTrouble,
  sameDocument,
} from './document/document-look.ts';
export { FRAMING_LIMITS } from './framing/framing-limits.data.ts';
export {
  defaultOval,
  type Framing,
  framingOf,
  type Oval,
  type Placement,
  placementOf,
  turnedAway,
} from './framing/framing-of.ts';
export { startGesture, stepGesture } from './gestures/gesture.ts';
export type { GestureState, Strictness } from './gestures/gesture-state.ts';
export { GESTURE_THRESHOLDS, HOLD_MS, STRICTNESS_LEVELS } from './gestures/gesture-thresholds.data.ts';
export { type MotionLevel, motionLevel } from './gestures/motion-level.ts';
export { eyeOpenness, isNeutral, type Neutral, neutralOf } from './gestures/neutral.ts';
export { type GestureFinding, recogniseGesture } from './gestures/recognise-gesture.ts';
export { measureFace } from './measures/measure-face.ts';
export { meshOfNormalised } from './measures/mesh-of-normalised.ts';
export { sixLandmarks } from './measures/six-landmarks.ts';
export { BLAZE_FACE, DEFAULT_CONFIDENCE, FACE_CROP } from './mesh-pipeline/blaze-face.data.ts';
export { decodeDetections, sigmoid } from './mesh-pipeline/decode-detections.ts';
export type { Detection, Roi } from './mesh-pipeline/detection.ts';
export {
  type FaceMeshRunner,
  type LocatedFace,
  type LocateOptions,
  locateFaces,
} from './mesh-pipeline/locate-faces.ts';
export { projectLandmarks, roiOfDetection, roiOfFrame, roiOfMesh } from './mesh-pipeline/roi.ts';
export { type CropOptions, sampleCrop } from './mesh-pipeline/sample-crop.ts';
export { FaceGeometryError, type FaceGeometryErrorCode } from './model/face-geometry-error.ts';
export type { FaceMeasures, FaceSample } from './model/face-measures.ts';
export { LANDMARKS } from './model/landmarks.data.ts';
export type { PixelImage } from './model/pixel-image.ts';
export { type FaceMesh, type FrameSize, MESH_POINTS, type Point3, SURFACE_POINTS } from './model/point.ts';
export type { Threshold } from './model/threshold.ts';
export { homographyResidual, mostTurnedPair, yawProxySpan, yawSpan } from './parallax/parallax.ts';
export { solidResidual } from './parallax/solid-fit.ts';
export { bestShotScore } from './quality/best-shot-score.ts';
export { type FrameQuality, frameQuality, type Lighting, lightingOf } from './quality/frame-quality.ts';
export { type GreyPatch, greyFacePatch } from './quality/grey-patch.ts';
export { QUALITY_LIMITS } from './quality/quality-limits.data.ts';
