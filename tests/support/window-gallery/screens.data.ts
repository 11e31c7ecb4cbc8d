import { ERROR_CODES, type ErrorCode, isRetryable, PHOTO_ACTIONS } from '@presence/protocol';
import { ERROR_TEXT } from '../../../packages/web-sdk/src/langs/error-text.data.ts';
import { CAMERA_HELP_IDS, type CameraHelpId } from '../../../packages/web-sdk/src/model/camera-help.ts';
import type { ViewState } from '../../../packages/web-sdk/src/model/capture-view.ts';
import {
  CORRECTION_HINTS,
  DOCUMENT_HINTS,
  HINT_IDS,
  type HintId,
} from '../../../packages/web-sdk/src/model/hint-id.ts';

type State<K extends ViewState['kind']> = Extract<ViewState, { kind: K }>;
/** A state without the picture it may hold: the gallery's page draws one. */
type Shown<K extends ViewState['kind']> = Omit<State<K>, 'picture'>;
export type GalleryState = { [K in ViewState['kind']]: Shown<K> }[ViewState['kind']];

/** What is behind the window's words: a face or a document before the fake camera. */
export type Subject = 'face' | 'document';

/** One screen of the capture window, named for people. */
export interface GalleryScreen {
  readonly name: string;
  readonly state: GalleryState;
  readonly subject: Subject;
}

const GUIDING: State<'guiding'> = {
  kind: 'guiding',
  ready: true,
  action: null,
  index: 1,
  count: 3,
  hint: null,
  progress: 0,
  recording: false,
};

const PHOTO: State<'photo'> = {
  kind: 'photo',
  action: 'photo_id_front',
  way: 'camera',
  otherWay: true,
  shutter: true,
  hint: null,
  progress: 0,
  problem: null,
  index: 1,
  count: 3,
};

const REVIEW: Shown<'photo_review'> = {
  kind: 'photo_review',
  action: 'photo_id_front',
  source: 'capture',
  warning: null,
  index: 0,
  count: 2,
};

/** An error's words are shared by several codes: one code for each text. No window is open for `already_open`. */
const ERRORS: readonly ErrorCode[] = [
  ...new Map(
    ERROR_CODES.filter((code) => code !== 'already_open')
      .map((code) => [ERROR_TEXT[code], code] as const)
      .reverse(),
  ).values(),
].reverse();

const INTERRUPTIONS: readonly State<'interrupted'>['reason'][] = [
  'hidden',
  'muted',
  'lost',
  'switched',
  'turned',
];

const PHOTOGRAPHED: readonly string[] = PHOTO_ACTIONS.filter((action) => action !== 'photo_selfie');

const FACE_HINTS = HINT_IDS.filter((hint) => !(DOCUMENT_HINTS as readonly string[]).includes(hint));

const deniedIn = (help: CameraHelpId): ErrorCode =>
  help === 'in_app' ? 'camera_in_app_browser' : 'camera_permission_denied';

const isCorrection = (hint: HintId) => (CORRECTION_HINTS as readonly string[]).includes(hint);

function hintState(hint: HintId): State<'guiding'> {
  if (hint === 'back_to_center')
    return { ...GUIDING, action: 'video_selfie_left', hint, progress: 0.7, recording: true };
  if (isCorrection(hint)) return { ...GUIDING, hint };
  // What is no correction is the instruction of an action.
  return { ...GUIDING, action: hint as State<'guiding'>['action'], hint, progress: 0.4, recording: true };
}

/** Every kind of state in every look it has. A kind that is not here does not compile; a test says so too. */
const SCREENS: { readonly [K in ViewState['kind']]: Readonly<Record<string, Shown<K>>> } = {
  loading: { loading: { kind: 'loading' } },
  camera: {
    'camera asked': { kind: 'camera', slow: false },
    'camera slow': { kind: 'camera', slow: true, help: 'chrome_android' },
  },
  guiding: {
    'detector loads': { ...GUIDING, ready: false, count: 0 },
    ...Object.fromEntries(FACE_HINTS.map((hint) => [`hint ${hint}`, hintState(hint)])),
  },
  manual: {
    'manual waits': {
      kind: 'manual',
      action: 'video_selfie_smile',
      index: 0,
      count: 2,
      recording: false,
      progress: 0,
    },
    'manual records': {
      kind: 'manual',
      action: 'video_selfie_right',
      index: 1,
      count: 2,
      recording: true,
      progress: 0.5,
    },
  },
  photo: {
    ...Object.fromEntries(PHOTO_ACTIONS.map((action) => [action, { ...PHOTO, action }])),
    ...Object.fromEntries(
      DOCUMENT_HINTS.map((hint) => [
        `hint ${hint}`,
        { ...PHOTO, hint, progress: hint === 'document_hold' ? 0.6 : 0 },
      ]),
    ),
    'portrait framing': { ...PHOTO, action: 'photo_selfie', shutter: false, hint: 'move_closer' },
    'photo from a file': { ...PHOTO, way: 'file' },
    'file of no use': { ...PHOTO, way: 'file', problem: 'file_heic' },
  },
  photo_review: {
    'photo review': REVIEW,
    'photo review with a warning': { ...REVIEW, warning: 'glare' },
    'review of a file': { ...REVIEW, action: 'photo_id_back', source: 'upload' },
    'portrait review': { ...REVIEW, action: 'photo_selfie' },
  },
  uploading: {
    uploading: { kind: 'uploading', sent: 0.6, waitingForNetwork: false },
    'upload waits for network': { kind: 'uploading', sent: 0.6, waitingForNetwork: true },
  },
  checking: { checking: { kind: 'checking' } },
  finished: {
    success: { kind: 'finished', verdict: 'success', retry: false },
    declined: { kind: 'finished', verdict: 'declined', retry: true },
    done: { kind: 'finished', verdict: 'done', retry: false },
  },
  interrupted: Object.fromEntries(
    INTERRUPTIONS.map((reason) => [`interrupted ${reason}`, { kind: 'interrupted', reason } as const]),
  ),
  error: Object.fromEntries([
    ...ERRORS.map(
      (code) => [`error ${ERROR_TEXT[code]}`, { kind: 'error', code, retry: isRetryable(code) }] as const,
    ),
    ...CAMERA_HELP_IDS.map(
      (help) => [`help ${help}`, { kind: 'error', code: deniedIn(help), retry: true, help }] as const,
    ),
  ]),
};

export const SCREEN_KINDS: readonly string[] = Object.keys(SCREENS);

export const GALLERY: readonly GalleryScreen[] = Object.values(SCREENS).flatMap((group) =>
  Object.entries(group).map(([name, state]: [string, GalleryState]) => ({
    name,
    state,
    subject:
      'action' in state && state.action !== null && PHOTOGRAPHED.includes(state.action) ? 'document' : 'face',
  })),
);

/** The screen of that name. Throws if there is none. */
export function screenNamed(name: string): GalleryState {
  const found = GALLERY.find((screen) => screen.name === name);
  if (found === undefined) throw new Error(`The gallery has no screen "${name}".`);
  return found.state;
}
