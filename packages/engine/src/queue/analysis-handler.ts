import { randomBytes } from 'node:crypto';
import { EVENT_SESSION_KEY, eventSessionIdOf, limitedSignal } from '@presence/protocol';
import type { Analyser, AnalysisMedia, AnalysisOutcome, AnalysisRequest } from '../model/analysis.ts';
import type { AnalysisObserver, HandleAnalysis, HandlingOutcome } from '../model/analysis-queue.ts';
import type { BlobStore, LocalBlob } from '../model/blob-store.ts';
import type { Clock } from '../model/clock.ts';
import type { FaceGallery } from '../model/face-gallery.ts';
import type { FrameMemory } from '../model/frame-memory.ts';
import { type JudgedOutcome, judgeOutcome } from '../model/judge-outcome.ts';
import { type Log, withFields } from '../model/log.ts';
import type { AnalysisRecord, MediaRecord, ResultsMediaRecord } from '../model/records.ts';
import type { FinishedAnalysis, Store } from '../model/store.ts';

export interface AnalysisHandlerOptions {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly analyser: Analyser;
  readonly gallery: FaceGallery;
  /** Absent: frames are not compared with those of past captures. */
  readonly memory: FrameMemory | undefined;
  readonly observer: AnalysisObserver;
  readonly log: Log;
  readonly now: Clock;
  /** Time one attempt may take. */
  readonly timeoutMs: number;
  /** An analysis that throws is FAILED if it was begun this many times. */
  readonly maxAttempts: number;
  /**
   * An analysis that was begun this often without a result is FAILED unseen: its media may be what kills the process. More
   * than `maxAttempts`, because a process is mostly killed for reasons that have nothing to do with what it works on.
   */
  readonly maxStarts: number;
  readonly retryDelayMs: number;
}

const DONE: HandlingOutcome = { kind: 'done' };

/** Runs one stored analysis: media to local files, analyser, best shots and result to the store. */
export function createAnalysisHandler(anyAnalysis: AnalysisHandlerOptions): HandleAnalysis {
  return async (analysisId, signal) => {
    const analysis = await anyAnalysis.store.analyses.start(analysisId, anyAnalysis.now());
    if (!analysis) return DONE;
    const folder = await anyAnalysis.store.folders.get(analysis.folderId);
    const eventSessionId = eventSessionIdOf(folder?.metaData[EVENT_SESSION_KEY]);
    const names = { event_session_id: eventSessionId, analysis_id: analysisId, folder_id: analysis.folderId };
    const options = { ...anyAnalysis, log: withFields(anyAnalysis.log, names), eventSessionId };
    if (analysis.attempts > options.maxStarts)
      return fail(options, analysis, `Given up after ${options.maxStarts} starts without a result.`);
    const limit = limitedSignal(signal, options.timeoutMs);
    try {
      const outcome = await analyse(options, analysis, limit.signal);
      return await keep(options, analysis, outcome);
    } catch (error) {
      if (signal.aborted) {
        await options.store.analyses.release(analysisId);
        return DONE;
      }
      if (limit.timedOut)
        return fail(options, analysis, `No result within ${Math.round(options.timeoutMs / 1000)} s.`);
      options.log.warn({ err: error, attempt: analysis.attempts }, 'analysis attempt failed');
      if (analysis.attempts >= options.maxAttempts)
        return fail(
          options,
          analysis,
          'The analysis could not be carried out; the log of the engine says why.',
        );
      options.observer.retried(analysis.type);
      return { kind: 'retry', delayMs: options.retryDelayMs * analysis.attempts };
    } finally {
      limit.release();
    }
  };
}

async function analyse(
  options: AnalysisHandlerOptions & Pick<AnalysisRequest, 'eventSessionId'>,
  analysis: AnalysisRecord,
  signal: AbortSignal,
): Promise<AnalysisOutcome> {
  const all = await options.store.media.listByFolders([analysis.folderId]);
  const chosen = all.filter((media) => analysis.sourceMediaIds.includes(media.mediaId));
  const opened: LocalBlob[] = [];
  try {
    const media: AnalysisMedia[] = [];
    for (const record of chosen) {
      const blob = await options.blobs.local(record.folderId, record.staticName);
      if (!blob) return missing(record);
      opened.push(blob);
      media.push(toAnalysisMedia(record, blob.path));
    }
    const { analysisId, type, params } = analysis;
    const { eventSessionId, gallery, memory } = options;
    return await options.analyser.analyse(
      { analysisId, type, media, params, eventSessionId, gallery, memory },
      signal,
    );
  } finally {
    for (const blob of opened) await blob.release();
  }
}

function toAnalysisMedia(record: MediaRecord, path: string): AnalysisMedia {
  const { mediaId, kind, tags, sha256, seenBefore, metaData } = record;
  return { mediaId, kind, tags, path, sha256, seenBefore, metaData };
}

function missing(record: MediaRecord): AnalysisOutcome {
  const errorMessage = `The file of media ${record.mediaId} is gone from the blob store. Upload it again.`;
  return { resolution: 'FAILED', resultsData: null, resultsMedia: [], errorMessage };
}

async function keep(
  options: AnalysisHandlerOptions,
  analysis: AnalysisRecord,
  raw: AnalysisOutcome,
): Promise<HandlingOutcome> {
  const outcome = judgeOutcome(analysis.type, raw, analysis.params.thresholds);
  const resultsMedia: ResultsMediaRecord[] = [];
  for (const media of outcome.resultsMedia)
    resultsMedia.push(await storeBestShot(options.blobs, analysis.folderId, media));
  await finish(options, analysis, {
    state: outcome.resolution === 'FAILED' ? 'FAILED' : 'FINISHED',
    resolution: outcome.resolution,
    resultsData: outcome.resultsData,
    resultsMedia,
    errorMessage: outcome.errorMessage ?? null,
  });
  return DONE;
}

async function storeBestShot(
  blobs: BlobStore,
  folderId: string,
  outcome: JudgedOutcome['resultsMedia'][number],
): Promise<ResultsMediaRecord> {
  const { bestShot, ...result } = outcome;
  if (!bestShot) return result;
  const staticName = `${randomBytes(24).toString('base64url')}.jpg`;
  await blobs.write(folderId, staticName, bestShot.jpeg);
  return { ...result, bestShot: { staticName, frameIndex: bestShot.frameIndex } };
}

async function fail(
  options: AnalysisHandlerOptions,
  analysis: AnalysisRecord,
  errorMessage: string,
): Promise<HandlingOutcome> {
  await finish(options, analysis, {
    state: 'FAILED',
    resolution: 'FAILED',
    resultsData: null,
    resultsMedia: [],
    errorMessage,
  });
  return DONE;
}

async function finish(
  options: AnalysisHandlerOptions,
  analysis: AnalysisRecord,
  outcome: FinishedAnalysis,
): Promise<void> {
  const now = options.now();
  const kept = await options.store.analyses.finish(analysis.analysisId, outcome, now);
  // Deleted while it was analysed: a best shot written meanwhile must not outlive its folder.
  if (!kept && !(await options.store.folders.get(analysis.folderId)))
    await options.blobs.removeFolder(analysis.folderId);
  if (!kept) return;
  const seconds = (now - analysis.timeCreated) / 1000;
  options.observer.finished(analysis.type, outcome.resolution, seconds);
  options.log.info({ type: analysis.type, state: outcome.state, seconds }, 'analysis finished');
}
