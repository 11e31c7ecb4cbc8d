import type { DocumentTrouble } from '@presence/face-geometry';

/** Why a chosen file was not taken. Each has a text `ui.photo_problem_<id>`. */
export const PHOTO_PROBLEMS = [
  'file_heic',
  'file_type',
  'file_broken',
  'file_too_big',
  'file_too_small',
  'no_camera',
] as const;
export type PhotoProblem = (typeof PHOTO_PROBLEMS)[number];

/** What the review says about a picture that may be hard to use; the person decides. Text: `ui.photo_warning_<id>`. */
export type PhotoWarning = Extract<DocumentTrouble, 'too_dark' | 'too_bright' | 'glare' | 'blurred'>;
