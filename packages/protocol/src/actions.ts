/**
 * Capture actions: the ids a page passes to `OzLiveness.open({ action })` and the tags the Oz API knows them by.
 * Source: Oz media tags and gesture tables, `video_selfie_best` being the web id of the tag `video_selfie_oneshot`.
 */

export const VIDEO_ACTIONS = [
  'video_selfie_blank',
  'video_selfie_best',
  'video_selfie_left',
  'video_selfie_right',
  'video_selfie_high',
  'video_selfie_down',
  'video_selfie_smile',
  'video_selfie_eyes',
  'video_selfie_scan',
] as const;

export const PHOTO_ACTIONS = ['photo_selfie', 'photo_id_front', 'photo_id_back', 'photo_doc_custom'] as const;

export type VideoAction = (typeof VIDEO_ACTIONS)[number];
export type PhotoAction = (typeof PHOTO_ACTIONS)[number];
export type CaptureAction = VideoAction | PhotoAction;

/** Actions in which the person has to move; the others only ask for a face held in the frame. */
export const ACTIVE_ACTIONS = [
  'video_selfie_left',
  'video_selfie_right',
  'video_selfie_high',
  'video_selfie_down',
  'video_selfie_smile',
  'video_selfie_eyes',
] as const satisfies readonly VideoAction[];

export type ActiveAction = (typeof ACTIVE_ACTIONS)[number];

export function isVideoAction(value: string): value is VideoAction {
  return (VIDEO_ACTIONS as readonly string[]).includes(value);
}

export function isPhotoAction(value: string): value is PhotoAction {
  return (PHOTO_ACTIONS as readonly string[]).includes(value);
}

export function isActiveAction(value: string): value is ActiveAction {
  return (ACTIVE_ACTIONS as readonly string[]).includes(value);
}

export type Orientation = 'portrait' | 'landscape';

const ONE_SHOT_TAG = 'video_selfie_oneshot';

/** The Oz API tag of an action id: identical, but for `video_selfie_best`. */
export function apiTagOf(action: VideoAction): string {
  return action === 'video_selfie_best' ? ONE_SHOT_TAG : action;
}

/** The action a set of API tags names, or `undefined` if it names none. Accepts web ids too. */
export function videoActionOfTags(tags: readonly string[]): VideoAction | undefined {
  if (tags.includes(ONE_SHOT_TAG)) return 'video_selfie_best';
  return tags.find((tag): tag is VideoAction => isVideoAction(tag));
}

/** The complete tag set the Oz API wants on a video or shot set. */
export function videoTags(action: VideoAction, orientation: Orientation): readonly string[] {
  return ['video_selfie', apiTagOf(action), `orientation_${orientation}`];
}

/** The complete tag set the Oz API wants on a photo. */
export function photoTags(action: PhotoAction): readonly string[] {
  if (action === 'photo_selfie') return ['photo_selfie'];
  return ['photo_id', action];
}
