import { randomUUID } from 'node:crypto';
import { EVENT_SESSION_KEY, eventSessionIdOf, limitedSignal, type TraceContext } from '@presence/protocol';
import express, { type Router } from 'express';
import type { AnalysisMedia, AnalysisOutcome, AnalysisRequest } from '../model/analysis.ts';
import { consolidate } from '../model/consolidate.ts';
import { EngineError } from '../model/engine-error.ts';
import { type JudgedOutcome, judgeOutcome } from '../model/judge-outcome.ts';
import type { Caller } from '../model/principal.ts';
import type { AnalysisRecord, FolderRecord, MediaRecord } from '../model/records.ts';
import { abAssignment } from './ab-testing.ts';
import { audienceOf } from './analysis-view.ts';
import type { ApiContext } from './api-context.ts';
import { type FolderPayload, parseFolderPayload } from './folder-payload.ts';
import { folderView } from './folder-view.ts';
import { newMedia } from './new-media.ts';
import { planAnalyses } from './plan-analyses.ts';
import { readFormOrContainer } from './read-form.ts';
import { discardForm, type ReceivedForm } from './receive-form.ts';
import { requestSignal } from './request-signal.ts';
import { thresholdsOf } from './thresholds.ts';
import { traceOf } from './trace-requests.ts';
import { withinCapture } from './within-capture.ts';

type InstantContext = Pick<
  ApiContext,
  'store' | 'frames' | 'queue' | 'analyser' | 'observer' | 'syncWaitMs' | 'now'
>;

/** `POST /api/instant/folders`: analyses at once, answers with the result and keeps nothing. */
export function instantRoutes(context: ApiContext): Router {
  const { secure, store, blobs, limits } = context;
  const router = express.Router();
  secure(router, '/instant/folders', {
    post: async (req, res, caller) => {
      const signal = requestSignal(res);
      const form = await readFormOrContainer(req, { blobs, limits, signal });
      const input = { form, principal: caller, trace: traceOf(res), signal };
      const body = await withinCapture(store.accounts, caller, null, () =>
        analyseInstantly(context, input),
      ).finally(() => discardForm(blobs, form));
      res.json(body);
    },
  });
  return router;
}

interface InstantInput {
  readonly form: ReceivedForm;
  readonly principal: Caller;
  readonly trace: TraceContext | undefined;
  readonly signal: AbortSignal;
}

async function analyseInstantly(context: InstantContext, { form, principal, trace, signal }: InstantInput) {
  const payload = checkedPayload(form);
  const now = context.now();
  const folderId = randomUUID();
  const { readsVideos: videos } = context.analyser;
  const drafted = await newMedia(form.files, { folderId, payload, frames: context.frames, now, videos });
  const media = drafted.map((item): MediaRecord => ({ ...item, seenBefore: false }));
  // Documented: this mode does no 1:N.
  const supportedTypes = context.analyser.supportedTypes.filter((type) => type !== 'COLLECTION');
  const thresholds = thresholdsOf(payload);
  const abTest = await abAssignment(context.store, principal.companyId, folderId);
  const asker = principal;
  const options = { folderId, media, supportedTypes, collections: [], thresholds, abTest, asker, trace, now };
  const planned = planAnalyses(payload.analyses ?? [], options);
  const metaData = payload['folder:meta_data'] ?? {};
  const eventSessionId = eventSessionIdOf(metaData[EVENT_SESSION_KEY]);
  const bestShots = new Map<string, string>();
  const analyses: AnalysisRecord[] = [];
  for (const analysis of planned) {
    context.observer.received(analysis.type);
    const { analysisId, type, params } = analysis;
    const request = { analysisId, type, media: local(analysis, media, form), params, eventSessionId };
    const outcome = judgeOutcome(type, await run(context, request, signal), params.thresholds);
    for (const { mediaId, bestShot } of outcome.resultsMedia)
      if (bestShot)
        bestShots.set(mediaId, `data:image/jpeg;base64,${Buffer.from(bestShot.jpeg).toString('base64')}`);
    analyses.push(finished(analysis, outcome, context.now()));
    const milliseconds = context.now() - now;
    context.observer.finished(analysis.type, outcome.resolution, milliseconds / 1000);
    const { companyId, userId } = principal;
    const { resolution } = outcome;
    await context.store.statistics.count({ companyId, userId, type, resolution, milliseconds, time: now });
  }
  const folder: FolderRecord = {
    folderId,
    companyId: principal.companyId,
    userId: principal.userId,
    metaData,
    ...consolidate(analyses),
    timeCreated: now,
    timeUpdated: context.now(),
  };
  const audience = audienceOf(principal);
  return folderView(folder, { media, analyses, links: undefined, detail: 'brief', audience, bestShots });
}

function checkedPayload(form: ReceivedForm): FolderPayload {
  if (form.files.length === 0)
    throw new EngineError('invalid_structure', 'The form holds no file part. Send at least one.');
  const keys = form.files.map((file) => file.fieldName);
  const payload = parseFolderPayload(form.payload, keys);
  if (!payload.analyses)
    throw new EngineError('invalid_structure', 'payload.analyses is missing: nothing would be done.');
  return payload;
}

async function run(
  context: InstantContext,
  request: AnalysisRequest,
  signal: AbortSignal,
): Promise<AnalysisOutcome> {
  const limit = limitedSignal(signal, context.syncWaitMs);
  try {
    return await context.queue.runNow((stop) => context.analyser.analyse(request, stop), limit.signal);
  } catch (error) {
    if (!limit.timedOut) throw error;
    const errorMessage = `No result within ${Math.round(context.syncWaitMs / 1000)} s.`;
    return { resolution: 'FAILED', resultsData: null, resultsMedia: [], errorMessage };
  } finally {
    limit.release();
  }
}

/** Media records with the staged files they came in; both lists have the same order. */
function local(
  analysis: AnalysisRecord,
  media: readonly MediaRecord[],
  form: ReceivedForm,
): readonly AnalysisMedia[] {
  return media.flatMap((record, index) => {
    const path = form.files[index]?.staged.path;
    if (path === undefined || !analysis.sourceMediaIds.includes(record.mediaId)) return [];
    const { mediaId, kind, tags, sha256, seenBefore, metaData } = record;
    return [{ mediaId, kind, tags, path, sha256, seenBefore, metaData }];
  });
}

function finished(analysis: AnalysisRecord, outcome: JudgedOutcome, now: number): AnalysisRecord {
  return {
    ...analysis,
    state: outcome.resolution === 'FAILED' ? 'FAILED' : 'FINISHED',
    resolution: outcome.resolution,
    resultsData: outcome.resultsData,
    resultsMedia: outcome.resultsMedia.map(({ mediaId, resolution, resultsData, bestShot }) => ({
      mediaId,
      resolution,
      resultsData,
      ...(bestShot ? { bestShot: { staticName: '', frameIndex: bestShot.frameIndex } } : {}),
    })),
    errorMessage: outcome.errorMessage ?? null,
    timeUpdated: now,
    timeFinished: now,
  };
}
