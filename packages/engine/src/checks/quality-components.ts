import { rounded } from '../model/certainty.ts';
import { type FaceFrame, type FrameEvidence, faceFrames } from '../model/clip-evidence.ts';
import { spread } from '../model/spread.ts';

/** Frames whose figures are reported. */
const MOST_FRAMES = 24;

/** The figures of one frame by the names of ISO/IEC 29794-5; units in docs/analysis.md. */
export type QualityComponents = Readonly<Record<string, number>>;

/** The quality of the main face frame by frame, as measured; the verdict is the check's. */
export function qualityComponents(frames: readonly FrameEvidence[]): QualityComponents[] {
  return spread(faceFrames(frames), MOST_FRAMES).map((frame) =>
    Object.fromEntries(
      Object.entries({ frame: frame.frame.index, ...shapeOf(frame), ...lightOf(frame) }).map(
        ([name, value]) => [name, rounded(value)],
      ),
    ),
  );
}

function shapeOf({ sight, face: { measures, presence } }: FaceFrame): Record<string, number> {
  const { pose, box, mouth, eyes } = measures;
  return {
    single_face_present: sight.faces.length === 1 ? 1 : 0,
    head_pose_yaw: pose.yaw,
    head_pose_pitch: pose.pitch,
    head_pose_roll: pose.roll,
    inter_eye_distance: measures.interOcularPx,
    head_size: measures.faceHeightRatio,
    leftward_crop: box.left / sight.width,
    rightward_crop: 1 - box.right / sight.width,
    upward_crop: box.top / sight.height,
    downward_crop: 1 - box.bottom / sight.height,
    eyes_open: Math.min(eyes.left, eyes.right),
    mouth_closed: mouth.opening,
    expression_neutrality: mouth.cornerLift,
    face_occlusion_prevention: presence,
  };
}

/** Absent where the face lies outside the picture. */
function lightOf({ sight: { look } }: FaceFrame): Record<string, number> {
  if (look === undefined) return {};
  const { quality, components, eyesOpen } = look;
  return {
    eyes_visible: Math.min(eyesOpen.left, eyesOpen.right),
    luminance_mean: quality.luminance,
    under_exposure_prevention: quality.underexposed,
    over_exposure_prevention: quality.overexposed,
    sharpness: quality.sharpness,
    ...(components === undefined
      ? {}
      : {
          luminance_variance: components.luminanceVariance,
          dynamic_range: components.dynamicRange,
          illumination_uniformity: components.illuminationUniformity,
          compression_artifacts: components.blockiness,
        }),
  };
}
