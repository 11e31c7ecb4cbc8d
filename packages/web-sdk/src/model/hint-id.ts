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

/** What is said while a document is held into its frame. */
export const DOCUMENT_HINTS = [
  'document_fit',
  'document_turn',
  'document_ready',
  'document_hold',
  'document_blurred',
  'document_glare',
  'document_too_dark',
  'document_too_bright',
] as const;
export type DocumentHintId = (typeof DOCUMENT_HINTS)[number];

/** A correction, or the instruction of an action. Each has a text `hint.<id>` in every language pack. */
export type HintId = (typeof CORRECTION_HINTS)[number] | DocumentHintId | VideoAction;

export const HINT_IDS: readonly HintId[] = [...CORRECTION_HINTS, ...DOCUMENT_HINTS, ...VIDEO_ACTIONS];
