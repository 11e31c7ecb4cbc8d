import {
  architectureSchema,
  PHOTO_ACTIONS,
  photoSourceSchema,
  preinitSchema,
  resultModeSchema,
  VIDEO_ACTIONS,
  videoFileFormatSchema,
} from '@presence/protocol';
import * as z from 'zod';
import { httpUrl, milliseconds, optionalText, optionalToken } from './value-types.ts';

/**
 * The keys of the documented `app_config.json` (Oz: Web Adapter, configuration file settings). Where that page names no
 * default, ours is the closed choice. `meta` feeds docs/configuration.md.
 */
export const DOCUMENTED_KEYS = {
  use_for_liveness: z.boolean().default(false).meta({
    description:
      'Operator mode: a member of staff films the client. Rear camera on phones, no mirroring, no oval.',
  }),
  preinit: z.enum(preinitSchema.options).default('off').meta({
    description:
      'When the page loads what a capture needs. `off`: at `open()`; `script`: scripts at page load; `full`: scripts, and face detection is started.',
  }),
  architecture: z.enum(architectureSchema.options).default('normal').meta({
    description:
      '`normal`: folders and analyses of the full API. `lite`: one stateless call. `capture`: nothing is uploaded, the page gets the frames.',
  }),
  api_url: httpUrl.default('http://127.0.0.1:8000/api/').meta({
    description:
      'Address of the Oz API, ending in `/api/`. May be an internal one. The default is the bundled engine.',
  }),
  api_token: optionalToken.meta({
    secret: true,
    description:
      'Access token of a service account. When absent and no login is set, the bundled engine’s token file is read (`api_token_file`).',
  }),
  api_use_token: z.enum(['config', 'client']).default('config').meta({
    description: '`config`: the token of this configuration. `client`: the page passes `token` to `open()`.',
  }),
  use_wasm_container: z.boolean().default(false).meta({
    description:
      'With `architecture: capture`: the page gets Presence’s own signed container as one Blob instead of frames. Else, where captures always travel in it: each is bound to a session token of the backend (`api_use_session_token`).',
  }),
  api_use_session_token: z.enum(['api', 'client']).default('api').meta({
    description:
      'Who fetches the backend’s session token, sent with the capture as `X-Forensic-Session-Token`. `api`: the adapter, with `use_wasm_container`. `client`: the page passes `session_token` to `open()`.',
  }),
  lang_allow: z.array(z.string().min(1).max(35)).default(['en', 'es', 'pt-br', 'ru', 'kk', 'kz']).meta({
    description: 'Languages a page may ask for, besides those it brings itself with `langs.add`.',
  }),
  lang_default: z.string().min(1).max(35).default('en').meta({
    description: 'Language when the page asks for none, or for one that is not allowed.',
  }),
  video_actions_list: z
    .array(z.enum(VIDEO_ACTIONS))
    .default([...VIDEO_ACTIONS])
    .meta({
      description: 'Video actions a page may ask for, and from which the adapter draws.',
    }),
  video_required_actions_list: z.array(z.enum(VIDEO_ACTIONS)).default([]).meta({
    description: 'Video actions added to every capture. Each must be in `video_actions_list`.',
  }),
  photo_actions_list: z.array(z.enum(PHOTO_ACTIONS)).default([]).meta({
    description: 'Photo actions a page may ask for.',
  }),
  photo_source: z.array(z.enum(photoSourceSchema.options)).min(1).default(['capture']).meta({
    description: 'Where photos come from: the camera, or a file the person chooses.',
  }),
  actions_default_importance: z.boolean().default(false).meta({
    description:
      '`true`: the adapter draws the actions at random (`actions_default`), whatever the page asks for. `false`: the page’s list is used, cut to what is allowed.',
  }),
  actions_default: z
    .strictObject({
      video_count: z.int().min(0).max(8).default(1),
      photo_front: z.boolean().default(false),
      photo_back: z.boolean().default(false),
    })
    .prefault({})
    .meta({
      description:
        'What the adapter asks for when it chooses: how many videos, and which sides of the document.',
    }),
  analyses: z
    .strictObject({
      quality: z.boolean().default(true),
      biometry: z.boolean().default(false),
      documents: z.boolean().default(false),
    })
    .prefault({})
    .meta({ description: 'Analyses to run: liveness, face against photo, document text.' }),
  collection_ids: z.array(z.string().min(1).max(100)).default([]).meta({
    description: 'Collections the face is searched in.',
  }),
  extract_best_shot: z.boolean().default(false).meta({
    description: 'Have the analysis choose the best frame.',
  }),
  result_mode: z.enum(resultModeSchema.options).default('safe').meta({
    description:
      'How much the page learns. `safe`: only that the check ended. `status`: states and resolutions. `folder`: and the folder id. `full`: everything. All but `safe` are for tests.',
  }),
  result_codes: z
    .union([z.record(z.string(), z.unknown()), z.array(z.unknown())])
    .nullable()
    .default(null)
    .meta({
      description:
        'What to say beside a code: `{"declined": "text"}`, or a list of `{"code", "annotation"}`. A code is a resolution (`annotation` of the analysis in the result) or an error code (`context.annotation`).',
    }),
  delete_old_sessions: z.boolean().default(true).meta({ description: 'Delete old sessions of the adapter.' }),
  delete_old_sessions_offset_minutes: z.number().min(5).max(525_600).default(120).meta({
    unit: 'minutes',
    description: 'Age at which a session counts as old.',
  }),
  save_lossless_frame: z.boolean().default(false).meta({
    description: 'Keep the best frame as PNG too.',
  }),
  video_file_format: z.enum(videoFileFormatSchema.options).default('zip').meta({
    description:
      'How the frames of an action reach the API: `zip` of pictures, or `mov`, a QuickTime file the browser encodes. `mov` is the less secure: pictures are compressed once more, and the API has to read videos (the engine does with ffmpeg). A browser that cannot encode sends `zip`.',
  }),
  debug: z.boolean().default(false).meta({
    description: 'Open `/debug.php`, which shows configuration and licence. Never in production.',
  }),
  load_3d_mask: z.boolean().default(false).meta({
    description: 'Offer the 3D mask: the tracked mesh drawn on the face. Without it nothing of it is loaded.',
  }),
  enable_3d_mask: z.boolean().default(false).meta({
    description: 'Draw the mask unless the page says otherwise with `enable_3d_mask`. Needs `load_3d_mask`.',
  }),
  master_license_signature: optionalText.meta({
    secret: true,
    description: 'Origins added to the licence with the client’s own key; see licensing.md.',
  }),
  results_polling_interval: milliseconds(100, 60_000).default(1000).meta({
    unit: 'ms',
    description: 'How often the adapter asks the backend, and the page the adapter, for the result.',
  }),
  get_user_media_timeout: z
    .record(
      z.string().regex(/^[a-z0-9]+_[a-z0-9]+$/, 'write it as <os>_<browser>'),
      z.number().positive().max(600),
    )
    .default({ default_default: 40 })
    .meta({
      unit: 'seconds',
      description:
        'Time for camera access before a hint is shown, by `<os>_<browser>`; `default_default` holds for all others, `android_facebook` for the Facebook browser.',
    }),
  disable_adapter_errors_on_screen: z.boolean().default(false).meta({
    description: 'Show no error windows; errors reach `on_error` only.',
  }),
};
