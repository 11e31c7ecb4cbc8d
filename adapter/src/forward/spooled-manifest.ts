import { PHOTO_ACTIONS, VIDEO_ACTIONS } from '@presence/protocol';
import * as z from 'zod';

const frameSchema = z.object({
  file: z.string(),
  time_ms: z.number(),
  width: z.number(),
  height: z.number(),
});

/** Whatever of a manifest is sent on. Intake has checked the whole before it went into the spool; doing so again costs ten times as
 * much. */
export const spooledManifestSchema = z.object({
  actions: z.array(
    z.object({
      action: z.enum(VIDEO_ACTIONS),
      folder: z.string(),
      frames: z.array(frameSchema),
      movie: z.object({ file: z.string() }).optional(),
    }),
  ),
  photos: z.array(z.object({ action: z.enum(PHOTO_ACTIONS), source: z.string(), file: z.string() })),
  best_lossless: z.unknown(),
  camera: z.unknown().optional(),
  injection_signals: z.unknown().optional(),
  additional_info: z.string(),
});
export type SpooledManifest = z.infer<typeof spooledManifestSchema>;
