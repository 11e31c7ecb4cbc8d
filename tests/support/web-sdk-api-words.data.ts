import type { openOptionsSchema } from '../../packages/web-sdk/src/session/open-options.ts';

export interface OptionWords {
  readonly fallback: string;
  readonly meaning: string;
}

type Option = keyof typeof openOptionsSchema.shape;

/** What docs/web-sdk-api.md says of every option; the compiler misses a row for a new one. */
export const OPTION_WORDS: Readonly<Record<Option, OptionWords>> = {
  session_token: {
    fallback: '–',
    meaning: 'Token your server got from the API, with `api_use_session_token: client`.',
  },
  token: { fallback: '–', meaning: 'API token, with `api_use_token: client`. Better kept on the server.' },
  license: { fallback: '–', meaning: 'Taken, without effect: the adapter checks the licence.' },
  licenseUrl: { fallback: '–', meaning: 'Taken, without effect: the adapter checks the licence.' },
  lang: {
    fallback: 'the adapter’s `lang_default`',
    meaning: 'Language of the window, if `lang_allow` has it; see [languages.md](languages.md).',
  },
  meta: {
    fallback: '–',
    meaning:
      'Metadata of the API’s folder. Put a `transaction_id` of your own into it: your server finds the folder by it, and only there the verdict counts. `end_user_id` and `iin` are conventions.',
  },
  params: {
    fallback: 'the adapter’s `extract_best_shot`',
    meaning: '`extract_best_shot` (true or false): have the analysis choose the best frame.',
  },
  action: {
    fallback: 'the adapter’s choice',
    meaning:
      'Ids below, in order. Null, absent or empty: the adapter draws. The adapter leaves out what it does not allow and adds what it requires; `action_not_allowed` if nothing is left.',
  },
  overlay_options: {
    fallback: 'shown',
    meaning: '`show_document_pattern: false` shows a plain rectangle instead of a document’s outline.',
  },
  style: { fallback: '–', meaning: 'Look of the window, see [Style](#style).' },
  enable_3d_mask: {
    fallback: 'the adapter’s `enable_3d_mask`',
    meaning: 'The tracked 3D mask on the face, only with the adapter’s `load_3d_mask`.',
  },
  device_id: {
    fallback: '–',
    meaning: '`deviceId` of the camera to use. Another camera is taken when it is gone.',
  },
  cameraFacingMode: {
    fallback: '`user`',
    meaning:
      'Front or rear camera. Without effect beside `device_id`, and on phones with `use_for_liveness`.',
  },
  disable_adaptive_aspect_ratio: {
    fallback: 'false',
    meaning: 'True: the picture keeps the camera’s own shape. Else 4:3 is asked for (documents 16:9).',
  },
  get_user_media_timeout: {
    fallback: 'the adapter’s `get_user_media_timeout`, which counts in seconds',
    meaning:
      'Time after which the window helps with allowing the camera. After twice that: `camera_timeout`.',
  },
  time_limits: {
    fallback: '`face_ms: 20000`, `gesture_ms: 12000`, `away_ms: 10000`',
    meaning:
      'Our own: `face_ms` to find a face, `gesture_ms` to make one gesture, `away_ms` for which the page may be out of sight. Infinity for no limit.',
  },
  on_submit: { fallback: '–', meaning: 'The capture has reached the adapter. Takes nothing.' },
  on_result: {
    fallback: '–',
    meaning: 'At every `results_polling_interval` while the analysis runs, and once with the final result.',
  },
  on_complete: { fallback: '–', meaning: 'The analysis is finished. Takes what the last `on_result` took.' },
  on_error: {
    fallback: '–',
    meaning: 'Anything went wrong. With “Try again” in the window one `open()` can fail several times.',
  },
  on_capture_complete: {
    fallback: '–',
    meaning: 'Once for each action, as soon as it is captured. Images are only made if it is given.',
  },
  on_close: {
    fallback: '–',
    meaning:
      'The window is gone: closed by the person, by `close()`, or at the end. Takes nothing, comes last.',
  },
};

/** Options the documented plugin's callers pass and nothing looks at. */
export const TOLERATED: readonly (readonly [name: string, reason: string])[] = [
  ['overlay_options: false', 'as if absent'],
  ['result_mode', 'only the adapter decides how much a page learns'],
  ['headers', 'the adapter’s calls are its own'],
  ['events', 'see `on_*`'],
  ['transaction_id', 'belongs into `meta`'],
  ['debug', 'the adapter’s `debug`'],
  ['get_user_media_promise', 'its meaning is not documented'],
];
