import * as z from 'zod';
import { isHeaderText } from '../model/header-text.ts';

/** The parts of Oz API answers the adapter reads. Everything else is kept as it came. */

/** Both spellings of the id live in the wild: `analyse_id` up to 5.x, `analysis_id` later. */
const analysisSchema = z
  .looseObject({
    analysis_id: z.string().optional(),
    analyse_id: z.string().optional(),
    type: z.string(),
    state: z.string().optional(),
    resolution: z.string().nullish(),
    resolution_status: z.string().nullish(),
  })
  .refine((analysis) => (analysis.analysis_id ?? analysis.analyse_id) !== undefined, 'no analysis id');
export type OzAnalysis = z.infer<typeof analysisSchema>;

const mediaSchema = z.looseObject({
  media_id: z.string(),
  tags: z.array(z.string()).nullish(),
});

export const folderSchema = z.looseObject({
  folder_id: z.string().min(1),
  media: z.array(mediaSchema).nullish(),
  analyses: z.array(analysisSchema).nullish(),
  meta_data: z.record(z.string(), z.unknown()).nullish(),
});
export type OzFolder = z.infer<typeof folderSchema>;

/** Instant answers may leave the id out: nothing is stored. */
export const instantFolderSchema = z.looseObject({
  folder_id: z.string().nullish(),
  analyses: z.array(analysisSchema),
});

export const folderListSchema = z.looseObject({ items: z.array(folderSchema) });

/** Starting answers an array or one object, by version. */
export const analysisListSchema = z.union([
  z.array(analysisSchema),
  z.looseObject({ items: z.array(analysisSchema) }).transform(({ items }) => items),
  analysisSchema.transform((analysis) => [analysis]),
]);

export const authSchema = z.looseObject({
  access_token: z.string().min(1),
  expire_token: z.string().optional(),
  /** Epoch seconds. */
  expire_date: z.number().optional(),
});

export const sessionTokenSchema = z.looseObject({ session_token: z.string().refine(isHeaderText) });

export const ozErrorSchema = z.looseObject({
  error_code: z.number().optional(),
  error_message: z.string().optional(),
});
