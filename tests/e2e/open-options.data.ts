import type { openOptionsSchema } from '../../packages/web-sdk/src/session/open-options.ts';

export type Option = keyof typeof openOptionsSchema.shape;

/** A value of the wrong type for every option there is; the compiler misses a row for a new one. */
export const WRONG: Readonly<Record<Option, unknown>> = {
  session_token: 1,
  token: 1,
  license: 'x',
  licenseUrl: 1,
  lang: 1,
  meta: { transaction_id: 1 },
  params: { extract_best_shot: 'yes' },
  action: 'video_selfie_left',
  overlay_options: { show_document_pattern: 'no' },
  style: 'dark',
  enable_3d_mask: 'yes',
  device_id: 1,
  cameraFacingMode: 'back',
  disable_adaptive_aspect_ratio: 'yes',
  get_user_media_timeout: '40',
  time_limits: { face_ms: -1 },
  on_submit: 'x',
  on_result: 'x',
  on_complete: 'x',
  on_error: 'x',
  on_capture_complete: 'x',
  on_close: 'x',
};

export const NOTICE = 'Nobody but the bank may ask for this.';
export const TITLE = 'Mira a la cámara un momento';

/** One capture with as much as possible in it. */
export const FULL = {
  lang: 'es',
  action: ['video_selfie_blank', 'video_selfie_wink'],
  meta: { transaction_id: 'tx-1', end_user_id: 'user-1' },
  params: { extract_best_shot: true },
  token: 'page-token',
  session_token: 'page-session-token',
  license: { id: 'x' },
  licenseUrl: '/license.json',
  overlay_options: { show_document_pattern: false },
  style: {
    baseColorCustomization: { textColorPrimary: '#123456' },
    faceFrame: { faceReady: 'rebeccapurple' },
    antiscamCustomization: { textMessage: NOTICE },
    closeButton: { image: 'cross.png' },
  },
  enable_3d_mask: false,
  disable_adaptive_aspect_ratio: true,
  get_user_media_timeout: 30_000,
  time_limits: { face_ms: 30_000, gesture_ms: 30_000 },
  result_mode: 'full',
  headers: {},
  get_user_media_promise: {},
  events: { on_ready: null },
  transaction_id: 'tx-1',
  debug: true,
} as const;
