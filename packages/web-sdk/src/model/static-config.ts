import { PHOTO_ACTIONS, photoSourceSchema, preinitSchema, VIDEO_ACTIONS } from '@presence/protocol';
import * as z from 'zod/mini';

/**
 * `config.json` of an SDK that is served as static files, without an adapter: the documented keys of `app_config.json` that
 * concern the browser, under the same names, each with its default. Unknown keys are an error.
 */
export const staticConfigSchema = z.strictObject({
  architecture: z._default(z.literal('capture'), 'capture'),
  use_wasm_container: z._default(z.boolean(), false),
  save_lossless_frame: z._default(z.boolean(), false),
  preinit: z._default(preinitSchema, 'off'),
  use_for_liveness: z._default(z.boolean(), false),
  lang_allow: z._default(z.array(z.string()), []),
  lang_default: z._default(z.string(), 'en'),
  video_actions_list: z._default(z.array(z.enum(VIDEO_ACTIONS)), [...VIDEO_ACTIONS]),
  video_required_actions_list: z._default(z.array(z.enum(VIDEO_ACTIONS)), []),
  photo_actions_list: z._default(z.array(z.enum(PHOTO_ACTIONS)), []),
  photo_source: z._default(z.array(photoSourceSchema), ['capture']),
  actions_default_importance: z._default(z.boolean(), false),
  actions_default: z._default(
    z.strictObject({
      video_count: z._default(z.int().check(z.gte(0), z.lte(8)), 1),
      photo_front: z._default(z.boolean(), false),
      photo_back: z._default(z.boolean(), false),
    }),
    { video_count: 1, photo_front: false, photo_back: false },
  ),
  load_3d_mask: z._default(z.boolean(), false),
  enable_3d_mask: z._default(z.boolean(), false),
  get_user_media_timeout: z._default(z.record(z.string(), z.number().check(z.positive(), z.lte(600))), {
    default_default: 40,
  }),
  disable_adapter_errors_on_screen: z._default(z.boolean(), false),
});
