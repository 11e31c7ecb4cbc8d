/**
 * What the window says to an operator who films somebody else (`use_for_liveness`), where that differs from what it says to
 * the person. Ids are those of the other texts behind `operator.`; a gesture's sides are the filmed person's own.
 */
export const operatorEn = {
  'operator.hint.look_at_camera': 'Ask the person to look at the camera',
  'operator.hint.one_face_only': 'Only this person may be in the picture',
  'operator.hint.move_closer': 'Hold the camera closer to the person',
  'operator.hint.move_back': 'Hold the camera a little further away',
  'operator.hint.center_face': 'Bring the face into the middle',
  'operator.hint.look_straight': 'Ask the person to look straight ahead',
  'operator.hint.too_dark': 'Too dark – find a brighter place',
  'operator.hint.too_bright': 'Too bright – turn them away from the light',
  'operator.hint.hold_still': 'Keep the camera and the person still',
  'operator.hint.video_selfie_blank': 'Ask the person to look at the camera',
  'operator.hint.video_selfie_best': 'Ask the person to look at the camera',
  'operator.hint.video_selfie_left': 'Ask the person to turn to their left',
  'operator.hint.video_selfie_right': 'Ask the person to turn to their right',
  'operator.hint.video_selfie_high': 'Ask the person to lift their head',
  'operator.hint.video_selfie_down': 'Ask the person to lower their head',
  'operator.hint.video_selfie_smile': 'Ask the person to smile',
  'operator.hint.video_selfie_eyes': 'Ask the person to blink',
  'operator.hint.video_selfie_scan': 'Ask the person to hold still',
  'operator.hint.back_to_center': 'And to look back at the camera',
  'operator.ui.relax_face': 'And to relax their face',
  'operator.ui.manual_intro': 'Press the button, then read the instruction to the person.',
  'operator.ui.photo_photo_selfie': 'Take a photo of the person’s face',
  'operator.ui.photo_photo_id_front': 'Front of the person’s document',
  'operator.ui.photo_photo_id_back': 'Back of the person’s document',
  'operator.ui.photo_photo_doc_custom': 'The person’s document',
  'operator.ui.photo_review_face': 'Is the face clear?',
  'operator.ui.complete_text': 'The check of this person has been received.',
  'operator.ui.success_title': 'Confirmed',
  'operator.ui.success_text': 'The check of this person was successful.',
  'operator.ui.declined_text':
    'Ask the person to face a soft light and to take off sunglasses and hat, and try once more.',
  'operator.error.face_not_found.title': 'No face was seen',
  'operator.error.face_not_found.help':
    'Hold the camera at the person’s eye level and the face in the middle of the picture.',
  'operator.error.face_multiple.help': 'Make sure that only this person is in front of the camera.',
  'operator.error.face_too_far.title': 'The face was too far away',
  'operator.error.face_too_far.help': 'Hold the camera closer until the face fills the picture.',
  'operator.error.face_too_close.title': 'The face was too close',
  'operator.error.face_too_close.help': 'Hold the camera a little further away.',
  'operator.error.face_not_centered.title': 'The face was not in the middle',
  'operator.error.face_not_centered.help':
    'Keep the face in the middle and ask the person to look straight at the camera.',
  'operator.error.face_too_dark.help': 'Turn on a light or turn the person towards a window.',
  'operator.error.face_too_bright.help': 'Turn the person away from the sun or the lamp.',
  'operator.error.gesture_not_performed.title': 'The movement was not seen',
  'operator.error.gesture_not_performed.help': 'Say it once more, calmly and clearly: “{gesture}”.',
  'operator.error.result_timeout.help':
    'The recording was received and the check goes on. You can close this window.',
} as const;
