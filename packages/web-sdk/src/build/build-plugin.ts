/// <reference types="node" />
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { FaceLandmarker } from '@mediapipe/tasks-vision';
import { LOADER_FILES, type PluginAssets, type Preinit, preinitSchema } from '@presence/protocol';
import { PACKS } from '../langs/packs.data.ts';
import { CaptureError } from '../model/capture-error.ts';
import type { FirstStrings } from '../model/first-words.ts';
import { SDK_VERSION } from '../session/sdk-version.ts';
import { type BundledFile, bundleEntry, type Entry } from './bundle-entries.ts';
import { compressFile } from './compress-file.ts';
import { finderKernel } from './finder-kernel.ts';
import { hashedName } from './hashed-name.ts';
import { leanVision } from './lean-vision.ts';
import { meshEdges } from './mesh-edges.ts';
import { COPIED_FILES, type CopiedFile } from './plugin-files.data.ts';

export interface BuildOptions {
  /** Repository root: models are taken from its public/models. */
  readonly root: string;
  /** Folder of this package. */
  readonly packageFolder: string;
  /** Emptied and written anew. */
  readonly outFolder: string;
  readonly cacheFolder: string;
}

/** Below the output folder: the loaders that `npm run static` puts into a folder without an adapter. */
const STATIC_LOADER_FOLDER = 'static';

/**
 * Writes everything the adapter serves for the script tag: `plugin_liveness.js`, `plugin/…` with hashed names and their
 * compressed twins, and `asset-manifest.json` (protocol's PluginAssets).
 *
 * @throws CaptureError `internal_error` naming the file that is missing and the command that makes it.
 */
export async function buildPlugin(options: BuildOptions): Promise<PluginAssets> {
  const { packageFolder, outFolder } = options;
  const source = (path: string) => join(packageFolder, 'src', path);
  await rm(outFolder, { recursive: true, force: true });

  const kernel = Buffer.from(await finderKernel(packageFolder)).toString('base64');
  const edges = meshEdges(FaceLandmarker.FACE_LANDMARKS_TESSELATION);
  const bundle = (path: string, name: string, format: Entry['format'], more: Partial<Entry> = {}) =>
    bundleEntry({ source: source(path), name, format, ...more }, packageFolder);

  const [main, style, tracking, finder, fallback, container, movie, mask, selfCheck, copied] =
    await Promise.all([
      bundle('index.ts', 'ozliveness_main', 'es'),
      bundle('ui/liveness.css', 'liveness', 'css'),
      bundle('tracking/landmarker-worker.ts', 'faceworker', 'es'),
      bundle('tracking/finder-worker.ts', 'finderworker', 'iife', {
        define: { PRESENCE_FINDER_KERNEL: JSON.stringify(kernel) },
      }),
      bundle('tracking/fallback-worker.ts', 'fallbackworker', 'iife'),
      bundle('container/container-worker.ts', 'containerworker', 'iife'),
      bundle('container/movie/make-movie.ts', 'moviemaker', 'es'),
      bundle('ui/mask/face-mask.ts', 'facemask', 'es', {
        define: { PRESENCE_MESH_EDGES: JSON.stringify(edges) },
      }),
      bundle('session/self-check/self-check-page.ts', 'selfcheck', 'es', { stableName: true }),
      Promise.all(COPIED_FILES.map((file) => copyFile(file, options))),
    ]);
  const mainFile = entryOf(main, 'ozliveness_main').name;
  const styleFile = fileEnding(style, '.css');
  const loader = (preinit: Preinit, staticFiles: boolean) =>
    bundleEntry(
      {
        source: source('script-tag.ts'),
        name: LOADER_FILES[preinit].replace('.js', ''),
        format: 'iife',
        stableName: true,
        define: {
          PRESENCE_MAIN_FILE: JSON.stringify(mainFile),
          PRESENCE_VERSION: JSON.stringify(SDK_VERSION),
          PRESENCE_PREINIT: JSON.stringify(preinit),
          PRESENCE_FIRST_WORDS: JSON.stringify(firstPacks()),
          PRESENCE_STATIC: JSON.stringify(staticFiles),
        },
      },
      packageFolder,
    );

  const files = new Map<string, Uint8Array>();
  for (const file of [
    ...main,
    ...tracking,
    ...finder,
    ...fallback,
    ...container,
    ...movie,
    ...mask,
    ...selfCheck,
  ])
    files.set(`plugin/${file.name}`, file.content);
  files.set(`plugin/${styleFile.name}`, styleFile.content);
  files.set('plugin/ozliveness.css', styleFile.content);
  for (const preinit of preinitSchema.options) {
    const file = LOADER_FILES[preinit];
    files.set(file, entryOf(await loader(preinit, false), file).content);
    files.set(`${STATIC_LOADER_FOLDER}/${file}`, entryOf(await loader(preinit, true), file).content);
  }
  for (const { name, content } of copied) files.set(`plugin/${name}`, content);

  const assets: PluginAssets = {
    ...assetPaths(copied),
    main: `/plugin/${mainFile}`,
    style: `/plugin/${styleFile.name}`,
    tracking_worker: `/plugin/${onlyFile(tracking, 'faceworker').name}`,
    finder_worker: `/plugin/${onlyFile(finder, 'finderworker').name}`,
    fallback_worker: `/plugin/${onlyFile(fallback, 'fallbackworker').name}`,
    container_worker: `/plugin/${onlyFile(container, 'containerworker').name}`,
    movie_maker: `/plugin/${onlyFile(movie, 'moviemaker').name}`,
    face_mask: `/plugin/${onlyFile(mask, 'facemask').name}`,
  };
  await writeAll(files, options);
  await writeFile(join(outFolder, 'asset-manifest.json'), `${JSON.stringify(assets, null, 2)}\n`);
  return assets;
}

/** The few words of every pack that the window begins with. */
function firstPacks(): Record<string, FirstStrings> {
  return Object.fromEntries(
    Object.entries(PACKS).map(([id, pack]) => [
      id,
      { 'ui.dialog_label': pack['ui.dialog_label'], 'ui.close': pack['ui.close'] },
    ]),
  );
}

interface Copied {
  readonly asset: keyof PluginAssets;
  readonly name: string;
  readonly content: Uint8Array;
}

async function copyFile(file: CopiedFile, { root }: BuildOptions): Promise<Copied> {
  const path =
    'root' in file.from
      ? join(root, file.from.root)
      : join(packageRoot(root, file.from.package), file.from.path);
  try {
    const whole = await readFile(path);
    const content = file.lean ? leanVision(whole) : whole;
    return { asset: file.asset, name: hashedName(file.to, content), content };
  } catch (thrown) {
    if (thrown instanceof CaptureError) throw thrown;
    throw new CaptureError(
      'internal_error',
      `${path} is missing. Run "npm ci" for packages and "npm run build" for models.`,
      { cause: thrown },
    );
  }
}

/** Packages do not always export their package.json, so the folder is found from a file they do export. */
function packageRoot(root: string, name: string): string {
  const entry = createRequire(join(root, 'package.json')).resolve(name);
  const marker = join('node_modules', ...name.split('/'));
  return join(entry.slice(0, entry.lastIndexOf(marker)), marker);
}

function assetPaths(
  copied: readonly Copied[],
): Omit<
  PluginAssets,
  | 'main'
  | 'style'
  | 'tracking_worker'
  | 'finder_worker'
  | 'fallback_worker'
  | 'container_worker'
  | 'movie_maker'
  | 'face_mask'
> {
  const path = (asset: keyof PluginAssets): string => {
    const found = copied.find((file) => file.asset === asset);
    if (found === undefined)
      throw new CaptureError('internal_error', `plugin-files.data.ts names no ${asset}.`);
    return `/plugin/${found.name}`;
  };
  return {
    vision_wasm_loader: path('vision_wasm_loader'),
    vision_wasm_binary: path('vision_wasm_binary'),
    vision_wasm_whole: path('vision_wasm_whole'),
    face_landmarker_model: path('face_landmarker_model'),
    finder_weights: path('finder_weights'),
    onnx_wasm_loader: path('onnx_wasm_loader'),
    onnx_wasm_binary: path('onnx_wasm_binary'),
    onnx_face_detector_model: path('onnx_face_detector_model'),
    onnx_face_landmarks_model: path('onnx_face_landmarks_model'),
    self_test_frame: path('self_test_frame'),
  };
}

function entryOf(files: readonly BundledFile[], name: string): BundledFile {
  const entry = files.find((file) => file.isEntry);
  if (entry === undefined) throw new CaptureError('internal_error', `The bundle ${name} has no entry.`);
  return entry;
}

/** Under a strict policy Firefox lets a worker import nothing by statement, so a worker's code is one file. */
function onlyFile(files: readonly BundledFile[], name: string): BundledFile {
  if (files.length > 1) {
    const names = files.map((file) => file.name).join(', ');
    throw new CaptureError(
      'internal_error',
      `The worker ${name} has to be one file and came out as ${names}.`,
    );
  }
  return entryOf(files, name);
}

function fileEnding(files: readonly BundledFile[], ending: string): BundledFile {
  const found = files.find((file) => file.name.endsWith(ending));
  if (found === undefined) throw new CaptureError('internal_error', `The bundle has no ${ending} file.`);
  return found;
}

/** One after the other: compressing all at once would hold every large file several times in memory. */
async function writeAll(
  files: ReadonlyMap<string, Uint8Array>,
  { outFolder, cacheFolder }: BuildOptions,
): Promise<void> {
  for (const [name, content] of files) {
    const path = join(outFolder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    await compressFile(path, content, cacheFolder);
  }
}
