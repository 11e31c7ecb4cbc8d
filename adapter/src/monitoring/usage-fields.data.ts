/** Names of analyses as sessions keep them. */
type AnalysisName = 'quality' | 'biometry' | 'documents' | 'collection';

/**
 * The counters of `usages_statistic` as LUNA documents them (request monitoring), each with the analyses that use the estimator once a
 * piece; an estimator that no analysis of the Oz API has stays at 0. Liveness (`quality`) looks for the face, its pose, mouth and eyes
 * and how well it can be seen; matching and searching compare descriptors of a face they have found.
 */
export const USAGE_FIELDS: Readonly<Record<string, readonly AnalysisName[]>> = {
  face_detector_usages: ['quality', 'biometry', 'collection'],
  landmarks68_detector_usages: [],
  head_pose_estimator_usages: ['quality'],
  liveness_estimator_usages: ['quality'],
  mask_estimator_usages: [],
  emotion_estimator_usages: [],
  mouth_estimator_usages: ['quality'],
  eye_estimator_usages: ['quality'],
  gaze_estimator_usages: [],
  glasses_estimator_usages: [],
  face_warp_quality_estimator_usages: [],
  face_basic_attributes_extractor_usages: [],
  face_descriptor_extractor_usages: ['biometry', 'collection'],
  body_detector_usages: [],
  body_descriptor_extractor_usages: [],
  iso_estimator_usages: [],
  face_quality_estimator_usages: ['quality'],
  body_basic_attributes_estimator_usages: [],
  body_upper_attributes_estimator_usages: [],
  body_accessories_estimator_usages: [],
};
