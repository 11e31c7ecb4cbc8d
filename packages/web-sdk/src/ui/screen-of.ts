import { isVideoAction, type VideoAction } from '@presence/protocol';
import type { CameraHelpId } from '../model/camera-help.ts';
import type { ViewState } from '../model/capture-view.ts';
import type { Language } from '../model/language.ts';
import { ERROR_ICON } from './error-icon.data.ts';
import { photoScreen, reviewScreen } from './photo-screens.ts';
import type { Cue, Screen, ScreenButton } from './screen.ts';

type State<K extends ViewState['kind']> = Extract<ViewState, { kind: K }>;

const CUES: Readonly<Partial<Record<VideoAction, Cue>>> = {
  video_selfie_left: 'left',
  video_selfie_right: 'right',
  video_selfie_high: 'up',
  video_selfie_down: 'down',
};
const BACK: Readonly<Record<Cue, Cue>> = { left: 'right', right: 'left', up: 'down', down: 'up' };

const PLAIN: Screen = {
  layout: 'message',
  title: '',
  text: '',
  tone: 'plain',
  figure: 'still',
  icon: 'face',
  cue: null,
  ring: null,
  step: null,
  recording: false,
  frame: 'face',
  document: null,
  still: null,
  buttons: [],
  help: null,
  urgency: 'calm',
  reference: false,
  timed: false,
};

/**
 * What a state looks like in a language. `lastAction` is the action asked for last: an error about a gesture names it.
 */
export function screenOf(state: ViewState, language: Language, lastAction: VideoAction | null): Screen {
  const text = (id: string) => language.text(id);
  switch (state.kind) {
    case 'loading':
      return { ...PLAIN, title: text('ui.loading_title'), text: text('ui.loading_text'), ring: 'busy' };
    case 'camera':
      return cameraScreen(state, language);
    case 'guiding':
      return guidingScreen(state, language);
    case 'manual':
      return manualScreen(state, language);
    case 'photo':
      return {
        ...PLAIN,
        ...photoScreen(state, language),
        figure: state.action === 'photo_selfie' && state.hint !== null ? state.hint : 'still',
        document: state.action,
        step: stepOf(state.index, state.count, language),
        timed: true,
      };
    case 'photo_review':
      return {
        ...PLAIN,
        ...reviewScreen(state, language),
        document: state.action,
        step: stepOf(state.index, state.count, language),
        urgency: 'now',
        timed: true,
      };
    case 'uploading':
      return {
        ...PLAIN,
        icon: state.waitingForNetwork ? 'offline' : 'upload',
        title: state.waitingForNetwork ? text('error.offline.title') : text('ui.uploading_title'),
        text: state.waitingForNetwork ? text('ui.upload_offline') : text('ui.uploading_text'),
        tone: 'active',
        ring: clamp(state.sent),
      };
    case 'checking':
      return {
        ...PLAIN,
        icon: 'shield',
        title: text('ui.checking_title'),
        text: text('ui.checking_text'),
        tone: 'active',
        ring: 'busy',
      };
    case 'finished':
      return finishedScreen(state, language);
    case 'error':
      return errorScreen(state, language, lastAction);
    case 'interrupted':
      return {
        ...PLAIN,
        icon: state.reason === 'hidden' ? 'window' : 'camera',
        title: text('ui.interrupted_title'),
        text: text(`ui.interrupted_${state.reason}`),
        tone: 'active',
        ring: 'busy',
      };
  }
}

function cameraScreen({ slow, help }: State<'camera'>, language: Language): Screen {
  return {
    ...PLAIN,
    icon: 'camera',
    title: language.text('ui.camera_title'),
    text: language.text(slow ? 'ui.camera_slow' : 'ui.camera_text'),
    tone: 'active',
    ring: 'busy',
    help: helpOf(help, language),
  };
}

function guidingScreen(state: State<'guiding'>, language: Language): Screen {
  const { hint, ready } = state;
  const phase = phaseOf(state);
  const moving = phase !== 'framing';
  return {
    ...PLAIN,
    layout: 'stage',
    title: language.text(instructionOf(state)),
    text: ready ? '' : language.text('ui.detector_loading'),
    tone: hint === 'well_done' ? 'good' : moving ? 'active' : 'plain',
    figure: hint === null || phase === 'returning' ? 'still' : hint,
    cue: cueOf(state),
    ring: ready ? clamp(state.progress) : 'busy',
    step: stepOf(state.index, state.count, language),
    recording: state.recording,
    urgency: moving ? 'now' : 'calm',
    timed: true,
  };
}

/** Whether the action's movement is asked for, or its way back, or the face is still to come where it should be. */
function phaseOf({ action, hint }: State<'guiding'>): 'asked' | 'returning' | 'framing' {
  if (hint === 'back_to_center') return 'returning';
  return action !== null && hint === action ? 'asked' : 'framing';
}

function instructionOf({ action, hint }: State<'guiding'>): string {
  if (hint === 'back_to_center' && action === 'video_selfie_smile') return 'ui.relax_face';
  return `hint.${hint ?? 'look_at_camera'}`;
}

function cueOf(state: State<'guiding'>): Cue | null {
  const there = state.action === null ? undefined : CUES[state.action];
  const phase = phaseOf(state);
  if (there === undefined || phase === 'framing') return null;
  return phase === 'asked' ? there : BACK[there];
}

function manualScreen(state: State<'manual'>, language: Language): Screen {
  const { action, recording } = state;
  const start: ScreenButton = { event: 'record', label: language.text('ui.manual_start'), primary: true };
  return {
    ...PLAIN,
    layout: 'stage',
    title: language.text(`hint.${action}`),
    text: language.text(recording ? 'ui.manual_recording' : 'ui.manual_intro'),
    tone: recording ? 'active' : 'plain',
    figure: action,
    cue: recording ? (CUES[action] ?? null) : null,
    ring: clamp(state.progress),
    step: stepOf(state.index, state.count, language),
    recording,
    buttons: recording ? [] : [start],
    urgency: 'now',
    timed: true,
  };
}

function finishedScreen({ verdict, retry }: State<'finished'>, language: Language): Screen {
  const name = verdict === 'done' ? 'complete' : verdict;
  const again: ScreenButton = { event: 'retry', label: language.text('ui.try_again'), primary: true };
  return {
    ...PLAIN,
    icon: verdict === 'declined' ? 'alert' : 'check',
    title: language.text(`ui.${name}_title`),
    text: language.text(`ui.${name}_text`),
    tone: verdict === 'declined' ? 'bad' : 'good',
    ring: 1,
    buttons: [
      ...(retry ? [again] : []),
      { event: 'close', label: language.text(retry ? 'ui.close' : 'ui.done'), primary: !retry },
    ],
    urgency: 'now',
    reference: verdict === 'declined',
  };
}

function errorScreen(
  { code, retry, help }: State<'error'>,
  language: Language,
  lastAction: VideoAction | null,
): Screen {
  const gesture = language.text(`hint.${lastAction ?? 'look_at_camera'}`);
  const again: ScreenButton = { event: 'retry', label: language.text('ui.try_again'), primary: true };
  return {
    ...PLAIN,
    icon: ERROR_ICON[code] ?? 'alert',
    title: language.text(`error.${code}.title`),
    text: language.text(`error.${code}.help`, { gesture }),
    help: helpOf(help, language),
    tone: 'bad',
    buttons: [
      ...(retry ? [again] : []),
      { event: 'close', label: language.text('ui.close'), primary: !retry },
    ],
    urgency: 'now',
    reference: true,
  };
}

/** The action a state asks for, so that a later error can name it. */
export function actionIn(state: ViewState): VideoAction | null {
  if (state.kind !== 'guiding' && state.kind !== 'manual') return null;
  return state.action !== null && isVideoAction(state.action) ? state.action : null;
}

function helpOf(id: CameraHelpId | undefined, language: Language): Screen['help'] {
  return id === undefined ? null : { id, text: language.text(`ui.allow_${id}`) };
}

function stepOf(index: number, total: number, language: Language): Screen['step'] {
  if (total < 2) return null;
  const current = Math.min(index + 1, total);
  return { current, total, label: language.text('ui.step_of', { current, total }) };
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
