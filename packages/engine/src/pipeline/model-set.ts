import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { EngineError } from '../model/engine-error.ts';
import type { ModelFiles } from '../model/model-files.ts';
import { verifyFile } from './verify-file.ts';

/** The part of an entry of models.json that the engine needs. */
const manifestSchema = z.array(
  z.object({
    name: z.string(),
    version: z.union([z.string(), z.number()]),
    file: z.string().regex(/^[\w.-]+$/),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
);
type Entry = z.infer<typeof manifestSchema>[number];

const NAMES = {
  faceDetector: 'face_detection_short_range',
  faceLandmarks: 'face_landmarks_478',
  liveness: 'fr_liveness',
  eye: 'fr_eye',
  identity: 'fr_feature',
} as const satisfies Record<keyof ModelFiles, string>;

export interface ModelSet {
  readonly files: ModelFiles;
  /** `{fr_liveness: "1 sha256:…"}` for the version page and the results. */
  readonly versions: Readonly<Record<string, string>>;
  /** Name, version and hash of the model that identities come from. */
  readonly identityModel: string;
}

/**
 * The models of a folder written by `npm run build`, each file checked against its hash in models.json.
 *
 * @throws EngineError `config_invalid` when the folder, a file or its hash is not what it should be.
 */
export async function openModelSet(modelsDir: string): Promise<ModelSet> {
  const manifest = await readManifest(modelsDir);
  const versions: Record<string, string> = {};
  const file = async (name: string) => {
    const entry = manifest.find((candidate) => candidate.name === name);
    if (entry === undefined) throw unusable(modelsDir, `models.json does not list ${name}`);
    const path = join(modelsDir, entry.file);
    await verifyFile(path, entry.sha256, (problem, cause) => unusable(modelsDir, problem, cause));
    versions[name] = `${entry.version} sha256:${entry.sha256}`;
    return path;
  };
  const files: ModelFiles = {
    faceDetector: await file(NAMES.faceDetector),
    faceLandmarks: await file(NAMES.faceLandmarks),
    liveness: await file(NAMES.liveness),
    eye: await file(NAMES.eye),
    identity: await file(NAMES.identity),
  };
  return { files, versions, identityModel: `${NAMES.identity} ${versions[NAMES.identity]}` };
}

async function readManifest(modelsDir: string): Promise<Entry[]> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(join(modelsDir, 'models.json'), 'utf8')));
  } catch (cause) {
    throw unusable(modelsDir, 'models.json is missing or malformed', cause);
  }
}

function unusable(modelsDir: string, problem: string, cause?: unknown): EngineError {
  return new EngineError(
    'config_invalid',
    `The models in ${modelsDir} cannot be used: ${problem}; run npm run build.`,
    {
      cause,
    },
  );
}
