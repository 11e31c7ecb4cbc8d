import { VIDEO_ACTIONS, type VideoAction } from '@presence/protocol';

/** Corrections shown while the face is not where it should be, and the short words between gestures. */
export const CORRECTION_HINTS = [
  'look_at_camera',
  'one_face_only',
  'move_closer',
  'move_back',
  'center_face',
  'look_straight',
  'too_dark',
  'too_bright',
  'hold_still',
  'back_to_center',
  'well_done',
] as const;

/** A correction, or the instruction of an action. Each has a text `hint.<id>` in every language pack. */
export type HintId = (typeof CORRECTION_HINTS)[number] | VideoAction;

export const HINT_IDS: readonly HintId[] = [...CORRECTION_HINTS, ...VIDEO_ACTIONS];
