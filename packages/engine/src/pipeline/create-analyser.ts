import { TextReader } from '../documents/text-reader.ts';
import type { Analyser, AnalyserCard, AnalysisType } from '../model/analysis.ts';
import { type Log, withFields } from '../model/log.ts';
import { findVideoTools, type VideoTools } from '../unpack/video/video-tools.ts';
import { VisionPool } from '../vision/vision-pool.ts';
import { identifyMedia } from './identify-media.ts';
import { type ModelSet, openModelSet } from './model-set.ts';
import { openPadModels, type PadModelSet } from './pad-models.ts';
import { type AnalysisTools, runAnalysis } from './run-analysis.ts';
import { runBiometry } from './run-biometry.ts';
import { runCollection } from './run-collection.ts';
import { runDocuments } from './run-documents.ts';

export interface AnalyserOptions {
  /** Folder with models.json and the files it lists. */
  readonly modelsDir: string;
  /** Manifest of presentation-attack models to use besides. */
  readonly padManifest?: string;
  /** Worker threads for inference; each holds its own models. */
  readonly threads: number;
  readonly logger?: Log;
  /** The compiled vision worker. Default: the one built beside this file. */
  readonly workerUrl?: URL;
}

/**
 * Loads and checks the models and starts the vision workers.
 *
 * @throws EngineError `config_invalid` when a model is missing, altered or cannot be loaded.
 */
export async function createAnalyser(options: AnalyserOptions): Promise<Analyser> {
  const models = await openModelSet(options.modelsDir);
  const pads = await openPadModels(options.padManifest, Object.keys(models.versions));
  const videoTools = await findVideoTools();
  const pool = await VisionPool.create({
    workerUrl: options.workerUrl ?? new URL('../vision/vision-worker.js', import.meta.url),
    models: models.files,
    pads: pads.models,
    threads: options.threads,
    ...(options.logger === undefined ? {} : { log: options.logger }),
  });
  if (videoTools === undefined)
    options.logger?.info({}, 'ffmpeg is not installed: videos are refused, zips of pictures are taken');
  const { identityModel } = models;
  const reader = new TextReader();
  const toolsWith = (log: Log | undefined): AnalysisTools => ({
    pool,
    pads: pads.models,
    identityModel,
    reader,
    videoTools,
    ...(log === undefined ? {} : { log }),
  });
  return {
    ...cardOf(models, pads, videoTools),
    async analyse(request, signal) {
      const started = performance.now();
      const { analysisId, eventSessionId } = request;
      const names = { event_session_id: eventSessionId, analysis_id: analysisId };
      const log = options.logger && withFields(options.logger, names);
      const outcome = await runnerOf(request.type)(request, toolsWith(log), signal);
      const ms = Math.round(performance.now() - started);
      log?.info({ media: request.media.length, ms }, 'analysis done');
      return outcome;
    },
    async enrol(media, signal) {
      const found = await identifyMedia(media, toolsWith(options.logger), signal);
      if (found.kind === 'unreadable') return { kind: 'refused', message: found.error.message };
      if (found.kind === 'no_face') return { kind: 'refused', message: 'No face is to be seen in it.' };
      return { kind: 'face', template: { model: identityModel, embedding: found.embedding } };
    },
    watch: (listener) => pool.watch(listener),
    async close() {
      await Promise.all([pool.close(), reader.close()]);
    },
  };
}

function runnerOf(type: AnalysisType): typeof runAnalysis {
  switch (type) {
    case 'BIOMETRY':
      return runBiometry;
    case 'COLLECTION':
      return runCollection;
    case 'DOCUMENTS':
      return runDocuments;
    default:
      return runAnalysis;
  }
}

/**
 * What the analyser of these files can do, for a process that leaves the work to others. Checks the files, loads none.
 *
 * @throws EngineError `config_invalid` when a model is missing or altered.
 */
export async function describeAnalyser(
  options: Pick<AnalyserOptions, 'modelsDir' | 'padManifest'>,
): Promise<AnalyserCard> {
  const models = await openModelSet(options.modelsDir);
  const pads = await openPadModels(options.padManifest, Object.keys(models.versions));
  return cardOf(models, pads, await findVideoTools());
}

function cardOf(models: ModelSet, pads: PadModelSet, videoTools: VideoTools | undefined): AnalyserCard {
  return {
    supportedTypes: ['QUALITY', 'BIOMETRY', 'COLLECTION', 'DOCUMENTS'],
    readsVideos: videoTools !== undefined,
    describe: () => ({ ...models.versions, ...pads.versions }),
  };
}
