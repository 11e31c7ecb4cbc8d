import type { TraceContext } from '@presence/protocol';
import express, { type Response, type Router } from 'express';
import * as z from 'zod';
import { EngineError } from '../model/engine-error.ts';
import type { Caller } from '../model/principal.ts';
import type { AnalysisRecord, FolderRecord } from '../model/records.ts';
import type { IdempotencyRecord } from '../model/store.ts';
import { analysisView } from './analysis-view.ts';
import type { ApiContext } from './api-context.ts';
import { type AnalysisRequestInput, analysesSchema } from './folder-payload.ts';
import { list, type RawQuery } from './folder-query.ts';
import { idempotencyKey, jsonFingerprint, keyReused } from './idempotency.ts';
import { parseJsonBody } from './json-body.ts';
import { ownedAnalysis, ownedFolder, pathParameter } from './owned.ts';
import { parseInput } from './parse-input.ts';
import { planAnalyses } from './plan-analyses.ts';
import { collectionsFor } from './plan-search.ts';
import { waitIfPreferred } from './prefer-wait.ts';
import { traceOf } from './trace-requests.ts';
import { folderWebhook, folderWebhookSchema } from './webhook-input.ts';

/** Analyses one folder may gather. Ours, 2026-11-22. */
const MAX_ANALYSES_PER_FOLDER = 100;

const bodySchema = z.looseObject({ analyses: analysesSchema, webhook: folderWebhookSchema.nullish() });

/** `/api/folders/{folder_id}/analyses` and `/api/analyses/{analysis_id}`. */
export function analysisRoutes(context: ApiContext): Router {
  const { secure, store, links, queue, observer, checkReceiver } = context;
  const router = express.Router();
  secure(router, '/folders/:folderId/analyses', {
    get: async (req, res, caller) => {
      const { folderId } = await ownedFolder(store, caller, pathParameter(req, 'folderId'));
      const wanted = async () => filterAnalyses(await store.analyses.listByFolders([folderId]), req.query);
      await waitIfPreferred(req, res, await wanted(), queue);
      const media = await store.media.listByFolders([folderId]);
      const analyses = await wanted();
      res.json(analyses.map((analysis) => analysisView(analysis, { media, links, detail: 'full' })));
    },
    post: async (req, res, caller) => {
      const folder = await ownedFolder(store, caller, pathParameter(req, 'folderId'));
      const { folderId } = folder;
      const key = idempotencyKey(req);
      await parseJsonBody(req, res);
      const fingerprint = jsonFingerprint(`folders/${folderId}/analyses`, req.body);
      const known = key === undefined ? undefined : await store.folders.findIdempotent(caller.userId, key);
      if (known) {
        replay(res, known, fingerprint);
        return;
      }
      const { webhook: asked, analyses: wanted } = parseInput(bodySchema, req.body, 'body');
      const webhook = folderWebhook(asked, caller, checkReceiver);
      const analyses = await plan(context, folder, { wanted, caller, trace: traceOf(res) });
      if (webhook) await store.webhooks.addToFolder(folderId, webhook);
      const media = await store.media.listByFolders([folderId]);
      const reply = analyses.map((analysis) => analysisView(analysis, { media, links, detail: 'full' }));
      const outcome = await store.analyses.add(
        analyses,
        key === undefined
          ? undefined
          : { userId: caller.userId, key, fingerprint, folderId, reply: JSON.stringify(reply) },
      );
      if (outcome.kind === 'replayed') {
        replay(res, outcome.record, fingerprint);
        return;
      }
      for (const analysis of analyses) observer.received(analysis.type);
      await queue.enqueue(analyses.map((analysis) => analysis.analysisId));
      res.status(201).json(reply);
    },
  });
  secure(router, '/analyses/:analysisId', {
    get: async (req, res, caller) => {
      const analysis = await ownedAnalysis(store, caller, pathParameter(req, 'analysisId'));
      const media = await store.media.listByFolders([analysis.folderId]);
      res.json(analysisView(analysis, { media, links, detail: 'full' }));
    },
  });
  return router;
}

/** Answers a repeated request with the first reply. */
function replay(res: Response, record: IdempotencyRecord, fingerprint: string): void {
  if (record.fingerprint !== fingerprint || record.reply === null) throw keyReused();
  res.status(201).set('Idempotent-Replayed', 'true').json(JSON.parse(record.reply));
}

interface Asked {
  readonly wanted: readonly AnalysisRequestInput[];
  readonly caller: Caller;
  readonly trace: TraceContext | undefined;
}

async function plan(
  context: ApiContext,
  { folderId, companyId }: FolderRecord,
  { wanted, caller: { mayStart }, trace }: Asked,
) {
  const { store, analyser, now } = context;
  const held = await store.analyses.listByFolders([folderId]);
  if (held.length + wanted.length > MAX_ANALYSES_PER_FOLDER)
    throw new EngineError('invalid_value', `A folder may have ${MAX_ANALYSES_PER_FOLDER} analyses.`);
  const media = await store.media.listByFolders([folderId]);
  const { supportedTypes } = analyser;
  const collections = await collectionsFor(store, wanted, companyId);
  const options = { folderId, media, supportedTypes, collections, mayStart, trace, now: now() };
  return planAnalyses(wanted, options);
}

/** Documented filters, each with its `.exclude` twin and comma-separated values (Oz page "Analysis list"). */
function filterAnalyses(analyses: readonly AnalysisRecord[], query: RawQuery): readonly AnalysisRecord[] {
  const filters: readonly (readonly [string, (analysis: AnalysisRecord) => string])[] = [
    ['analyse_id', (analysis) => analysis.analysisId],
    ['analysis_id', (analysis) => analysis.analysisId],
    ['type', (analysis) => analysis.type],
    ['state', (analysis) => analysis.state],
  ];
  return filters.reduce((rest, [name, read]) => {
    const wanted = list(query, name)?.map((value) => value.toUpperCase());
    const unwanted = list(query, `${name}.exclude`)?.map((value) => value.toUpperCase());
    return rest.filter((analysis) => {
      const value = read(analysis).toUpperCase();
      return (wanted?.includes(value) ?? true) && !unwanted?.includes(value);
    });
  }, analyses);
}
