import * as z from 'zod';
import { DOCUMENT_PARTS } from '../model/analysis.ts';
import { EngineError } from '../model/engine-error.ts';
import { parseInput, parseJson } from './parse-input.ts';
import { folderWebhookSchema } from './webhook-input.ts';

/** Characters of one meta_data object as JSON. Ours, 2026-11-22; "keep meta_data small" (Oz best practices). */
const MAX_META_DATA_CHARACTERS = 64 * 1024;
const MAX_ANALYSES = 20;
const MAX_COLLECTIONS = 50;
const MAX_MATCHES = 100;

export const metaDataSchema = z
  .record(z.string().min(1).max(200), z.unknown())
  .refine((value) => JSON.stringify(value).length <= MAX_META_DATA_CHARACTERS, {
    error: `must not exceed ${MAX_META_DATA_CHARACTERS} characters of JSON`,
  });

export const tagsSchema = z.array(z.string().trim().min(1).max(100)).max(30);

const confidence = z.number().min(0).max(1).optional();

/** Limits in place of the engine's, beside `analyses` for all of them or in the `params` of one. */
export const thresholdFields = {
  threshold_spoofing: confidence,
  threshold_min: confidence,
  threshold_max: confidence,
};

const documentPart = z.string().trim().toUpperCase().pipe(z.enum(DOCUMENT_PARTS));

/** One entry of `analyses`. Unknown parameters are left alone: clients in use send several without effect. */
const analysisRequestSchema = z.looseObject({
  type: z.string().trim().toUpperCase(),
  /** Media ids; in a single request the names of file parts. Absent: all media of the folder. */
  source_media: z.array(z.string().min(1)).min(1).optional(),
  params: z
    .looseObject({
      ...thresholdFields,
      extract_best_shot: z.boolean().optional(),
      /** Of DOCUMENTS. A number, whose bits nobody documents, stands for everything; the words are ours. */
      capabilities: z.union([z.number(), z.array(documentPart).min(1)]).nullish(),
      /** Ids or aliases; absent: all collections of the company. The singular is older. */
      collection_ids: z.array(z.string().min(1)).max(MAX_COLLECTIONS).optional(),
      collection_id: z.string().min(1).optional(),
      decision_threshold: z.number().min(0).max(1).optional(),
      decision_count: z.int().min(1).max(MAX_MATCHES).optional(),
    })
    .nullish(),
  meta_data: metaDataSchema.optional(),
});
export type AnalysisRequestInput = z.infer<typeof analysisRequestSchema>;

export const analysesSchema = z.array(analysisRequestSchema).min(1).max(MAX_ANALYSES);

const folderPayloadSchema = z.looseObject({
  ...thresholdFields,
  'media:tags': z.record(z.string(), tagsSchema).optional(),
  'media:meta_data': z.record(z.string(), metaDataSchema).optional(),
  'folder:meta_data': metaDataSchema.optional(),
  'person:meta_data': metaDataSchema.optional(),
  analyses: analysesSchema.optional(),
  webhook: folderWebhookSchema.nullish(),
});
export type FolderPayload = z.infer<typeof folderPayloadSchema>;

/**
 * The `payload` part; absent counts as empty.
 * @throws EngineError if it is no JSON, has the wrong shape, or names a file part that was not sent
 */
export function parseFolderPayload(text: string | undefined, mediaKeys: readonly string[]): FolderPayload {
  const payload =
    text === undefined || text.trim() === ''
      ? {}
      : parseInput(folderPayloadSchema, parseJson(text, 'The part payload'), 'payload');
  for (const block of ['media:tags', 'media:meta_data'] as const)
    for (const key of Object.keys(payload[block] ?? {}))
      if (!mediaKeys.includes(key))
        throw new EngineError(
          'invalid_value',
          `payload.${block} names "${key}", but no file part has that name.`,
        );
  return payload;
}
