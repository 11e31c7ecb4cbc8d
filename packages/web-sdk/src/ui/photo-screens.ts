import type { PhotoState, ViewState } from '../model/capture-view.ts';
import type { Language } from '../model/language.ts';
import type { Screen, ScreenButton } from './screen.ts';

/** What photo screens leave to the others' defaults. */
export type PhotoScreen = Pick<
  Screen,
  'layout' | 'icon' | 'title' | 'text' | 'tone' | 'frame' | 'ring' | 'still' | 'buttons'
>;

/** A photo is asked for: by the camera, or only the way to choose a file. */
export function photoScreen(state: PhotoState, language: Language): PhotoScreen {
  const portrait = state.action === 'photo_selfie';
  return {
    layout: state.way === 'camera' ? 'stage' : 'message',
    icon: state.problem === null ? (portrait ? 'face' : 'document') : 'alert',
    ...wordsOf(state, language),
    tone: state.progress > 0 ? 'good' : 'active',
    frame: portrait ? 'face' : 'document',
    ring: state.progress > 0 ? Math.min(1, state.progress) : null,
    still: null,
    buttons: buttonsOf(state, language),
  };
}

function wordsOf(state: PhotoState, language: Language): Pick<Screen, 'title' | 'text'> {
  const { action, way, hint, problem } = state;
  const title = language.text(`ui.photo_${action}`);
  if (way === 'file')
    return { title, text: language.text(problem === null ? 'ui.photo_file' : `ui.photo_problem_${problem}`) };
  // A portrait is guided by one instruction at a time; a document keeps saying which side of it is meant.
  if (action === 'photo_selfie')
    return { title: hint === null ? title : language.text(`hint.${hint}`), text: '' };
  return { title, text: hint === null ? '' : language.text(`hint.${hint}`) };
}

function buttonsOf({ way, shutter, otherWay, problem }: PhotoState, language: Language): ScreenButton[] {
  const pick = (primary: boolean): ScreenButton => ({
    event: 'pick',
    label: language.text('ui.photo_pick'),
    primary,
  });
  if (way === 'camera')
    return [
      ...(shutter
        ? [{ event: 'shutter', label: language.text('ui.photo_take'), primary: true } as const]
        : []),
      ...(otherWay ? [pick(false)] : []),
    ];
  return [
    pick(true),
    ...(otherWay && problem !== 'no_camera'
      ? [{ event: 'use_camera', label: language.text('ui.photo_use_camera'), primary: false } as const]
      : []),
  ];
}

/** The picture as it will be sent, and the question whether it is good. */
export function reviewScreen(
  { action, picture, source, warning }: Extract<ViewState, { kind: 'photo_review' }>,
  language: Language,
): PhotoScreen {
  const portrait = action === 'photo_selfie';
  return {
    layout: 'stage',
    icon: 'document',
    title: language.text(portrait ? 'ui.photo_review_face' : 'ui.photo_review'),
    text: language.text(
      warning === null
        ? portrait
          ? 'ui.photo_review_face_text'
          : 'ui.photo_review_text'
        : `ui.photo_warning_${warning}`,
    ),
    tone: warning === null ? 'active' : 'bad',
    frame: portrait ? 'face' : 'document',
    ring: null,
    still: { picture, label: language.text('ui.photo_picture') },
    buttons: [
      { event: 'use_photo', label: language.text('ui.photo_use'), primary: true },
      {
        event: 'retake',
        label: language.text(source === 'upload' ? 'ui.photo_other_file' : 'ui.photo_again'),
        primary: false,
      },
    ],
  };
}
