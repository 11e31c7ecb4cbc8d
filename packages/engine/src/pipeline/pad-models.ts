import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { EngineError } from '../model/engine-error.ts';
import { type PadModel, SPOOF_MEASURES } from '../model/pad-model.ts';
import { verifyFile } from './verify-file.ts';

/** One number for all channels, or red, green, blue. */
const perChannel = z.union([z.number(), z.tuple([z.number(), z.number(), z.number()])]);

/** One model of the manifest; docs/models.md explains each field. */
const entrySchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9_]{1,40}$/),
    version: z.string().min(1),
    licence: z.string().min(1),
    file: z.string().regex(/^[\w.-]+$/),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    crop: z.number().min(0.5).max(8),
    input: z.strictObject({
      size: z.int().min(16).max(1024),
      layout: z.enum(['nchw', 'nhwc']),
      channels: z.enum(['rgb', 'bgr']),
      scale: perChannel,
      offset: perChannel,
    }),
    output: z.strictObject({
      length: z.int().min(1).max(64),
      live: z.int().min(0).optional(),
      attack: z.int().min(0).optional(),
      activation: z.enum(['softmax', 'sigmoid', 'none']),
    }),
    threshold: z.number().min(0).max(1),
  })
  .refine(({ output: { live, attack } }) => (live === undefined) !== (attack === undefined), {
    path: ['output'],
    error: 'names either the live or the attack output',
  })
  .refine(({ output: { live, attack, length } }) => (live ?? attack ?? 0) < length, {
    path: ['output', 'live'],
    error: 'is no output',
  });
const manifestSchema = z.strictObject({
  pad_models: z
    .array(entrySchema)
    .min(1)
    .max(8)
    .refine((entries) => new Set(entries.map(({ name }) => name)).size === entries.length, {
      error: 'names two models the same',
    }),
});

export interface PadModelSet {
  readonly models: readonly PadModel[];
  /** Name to version, licence and hash, for the version page and the results. */
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * The presentation-attack models an operator's manifest names, each file beside it and checked against its hash. Without a
 * manifest there are none.
 *
 * @param engineModels names of the engine's own models, which no other may have
 * @throws EngineError `config_invalid` naming the field or file that is wrong.
 */
export async function openPadModels(
  manifest: string | undefined,
  engineModels: readonly string[],
): Promise<PadModelSet> {
  if (manifest === undefined) return { models: [], versions: {} };
  const entries = await readManifest(manifest);
  const taken = [...engineModels, ...SPOOF_MEASURES];
  const clash = entries.find(({ name }) => taken.includes(name));
  if (clash !== undefined)
    throw unusable(manifest, `the engine has a model or a figure called ${clash.name} itself`, undefined);
  const models: PadModel[] = [];
  const versions: Record<string, string> = {};
  for (const { version, licence, sha256, ...entry } of entries) {
    const file = join(dirname(manifest), entry.file);
    await verifyFile(file, sha256, (problem, cause) => unusable(manifest, problem, cause));
    versions[entry.name] = `${version} sha256:${sha256} (${licence})`;
    models.push({ ...entry, file });
  }
  return { models, versions };
}

async function readManifest(manifest: string): Promise<z.infer<typeof entrySchema>[]> {
  const text = await readFile(manifest, 'utf8').catch((cause: unknown) => {
    throw unusable(manifest, 'it cannot be read', cause);
  });
  try {
    return manifestSchema.parse(JSON.parse(text)).pad_models;
  } catch (cause) {
    throw unusable(manifest, cause instanceof z.ZodError ? z.prettifyError(cause) : 'it is no JSON', cause);
  }
}

function unusable(manifest: string, problem: string, cause: unknown): EngineError {
  return new EngineError(
    'config_invalid',
    `The manifest ${manifest} (ENGINE_PAD_MODELS) cannot be used: ${problem}; see docs/models.md.`,
    { cause },
  );
}
