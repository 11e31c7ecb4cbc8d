import type { TraceContext } from '@presence/protocol';
import express, { type Response, type Router } from 'express';
import * as z from 'zod';
import type { Thresholds } from '../model/analysis.ts';
import { EngineError } from '../model/engine-error.ts';
import type { Caller } from '../model/principal.ts';
import type { AnalysisRecord, FolderRecord } from '../model/records.ts';
import type { IdempotencyRecord } from '../model/store.ts';
import { abAssignment } from './ab-testing.ts';
import {
  type AnalysisView,
  type Audience,
  analysisView,
  audienceOf,
  fullAnalysisView,
  viewFor,
} from './analysis-view.ts';
import type { ApiContext } from './api-context.ts';
import { type AnalysisRequestInput, analysesSchema, thresholdFields } from './folder-payload.ts';
import { list, type RawQuery } from './folder-query.ts';
import { idempotencyKey, jsonFingerprint, keyReused } from './idempotency.ts';
import { parseJsonBody } from './json-body.ts';
import { linksFor } from './links.ts';
import { ownedAnalysis, ownedFolder, pathParameter } from './owned.ts';
import { parseInput } from './parse-input.ts';
import { planAnalyses } from './plan-analyses.ts';
import { collectionsFor } from './plan-search.ts';
import { waitIfPreferred } from './prefer-wait.ts';
import { thresholdsOf } from './thresholds.ts';
import { traceOf } from './trace-requests.ts';
import { folderWebhook, folderWebhookSchema } from './webhook-input.ts';

/** Analyses one folder may gather. Ours, 2026-11-22. */
const MAX_ANALYSES_PER_FOLDER = 100;

const bodySchema = z.looseObject({
  ...thresholdFields,
  analyses: analysesSchema,
  webhook: folderWebhookSchema.nullish(),
});

/** Its documentation names the decision and no call for it; ours, with the words of the folder's fields. */
const decisionSchema = z.looseObject({
  operator_status: z
    .string()
    .trim()
    .toUpperCase()
    .pipe(z.enum(['SUCCESS', 'DECLINED'])),
  operator_comment: z.string().max(2000).nullish(),
});

/** `/api/folders/{folder_id}/analyses` and `/api/analyses/{analysis_id}`. */
export function analysisRoutes(context: ApiContext): Router {
  const { secure, store, links, queue, observer, checkReceiver, messagesWait, now } = context;
  const router = express.Router();
  secure(router, '/folders/:folderId/analyses', {
    get: async (req, res, caller) => {
      const { folderId, companyId } = await ownedFolder(store, caller, pathParameter(req, 'folderId'));
      const wanted = async () => filterAnalyses(await store.analyses.listByFolders([folderId]), req.query);
      await waitIfPreferred(req, res, await wanted(), queue);
      const media = await store.media.listByFolders([folderId]);
      const analyses = await wanted();
      const links = linksFor(context.links, caller);
      const view = { media, links, detail: 'full', companyId, audience: audienceOf(caller) } as const;
      res.json(analyses.map((analysis) => analysisView(analysis, view)));
    },
    post: async (req, res, caller) => {
      const folder = await ownedFolder(store, caller, pathParameter(req, 'folderId'));
      const { folderId, companyId } = folder;
      const key = idempotencyKey(req);
      await parseJsonBody(req, res);
      const fingerprint = jsonFingerprint(`folders/${folderId}/analyses`, req.body);
      const known = key === undefined ? undefined : await store.folders.findIdempotent(caller.userId, key);
      if (known) {
        replay(res, known, fingerprint, audienceOf(caller));
        return;
      }
      const body = parseInput(bodySchema, req.body, 'body');
      const webhook = folderWebhook(body.webhook, caller, checkReceiver);
      const analyses = await plan(context, folder, {
        wanted: body.analyses,
        thresholds: thresholdsOf(body),
        asker: caller,
        trace: traceOf(res),
      });
      if (webhook) await store.webhooks.addToFolder(folderId, webhook);
      const media = await store.media.listByFolders([folderId]);
      const audience = audienceOf(caller);
      const view = { media, links, detail: 'full', companyId } as const;
      const reply = analyses.map((analysis) => fullAnalysisView(analysis, view));
      const outcome = await store.analyses.add(
        analyses,
        key === undefined
          ? undefined
          : { userId: caller.userId, key, fingerprint, folderId, reply: JSON.stringify(reply) },
      );
      if (outcome.kind === 'replayed') {
        replay(res, outcome.record, fingerprint, audience);
        return;
      }
      for (const analysis of analyses) observer.received(analysis.type);
      await queue.enqueue(analyses);
      res.status(201).json(reply.map((one) => viewFor(audience, one)));
    },
  });
  secure(router, '/analyses/:analysisId', {
    get: async (req, res, caller) => {
      const { analysis, folder } = await ownedAnalysis(store, caller, pathParameter(req, 'analysisId'));
      const { folderId, companyId } = folder;
      const media = await store.media.listByFolders([folderId]);
      const links = linksFor(context.links, caller);
      const audience = audienceOf(caller);
      res.json(analysisView(analysis, { media, links, detail: 'full', companyId, audience }));
    },
  });
  secure(router, '/analyses/:analysisId/decision', {
    post: async (req, res, caller) => {
      const asked = pathParameter(req, 'analysisId');
      const { analysisId, folderId } = (await ownedAnalysis(store, caller, asked)).analysis;
      await parseJsonBody(req, res);
      const { operator_status: resolution, operator_comment } = parseInput(decisionSchema, req.body, 'body');
      const decision = { resolution, comment: operator_comment ?? '', userId: caller.userId };
      if (!(await store.analyses.decide(analysisId, decision, now())))
        throw new EngineError(
          'conflict',
          'This analysis leaves nothing to decide: it is not OPERATOR_REQUIRED.',
        );
      messagesWait();
      const { analysis, folder } = await ownedAnalysis(store, caller, analysisId);
      const media = await store.media.listByFolders([folderId]);
      const { companyId } = folder;
      const audience = audienceOf(caller);
      res.status(201).json(analysisView(analysis, { media, links, detail: 'full', companyId, audience }));
    },
  });
  return router;
}

/** Answers a repeated request with the first reply, which may have gone to somebody who is shown more. */
function replay(res: Response, record: IdempotencyRecord, fingerprint: string, audience: Audience): void {
  if (record.fingerprint !== fingerprint || record.reply === null) throw keyReused();
  // JSON that only this file wrote, of this kind.
  const reply = JSON.parse(record.reply) as readonly AnalysisView[];
  res
    .status(201)
    .set('Idempotent-Replayed', 'true')
    .json(reply.map((one) => viewFor(audience, one)));
}

interface Asked {
  readonly wanted: readonly AnalysisRequestInput[];
  readonly thresholds: Thresholds;
  readonly asker: Caller;
  readonly trace: TraceContext | undefined;
}

async function plan(
  context: ApiContext,
  { folderId, companyId }: FolderRecord,
  { wanted, thresholds, asker, trace }: Asked,
) {
  const { store, analyser, now } = context;
  const held = await store.analyses.listByFolders([folderId]);
  if (held.length + wanted.length > MAX_ANALYSES_PER_FOLDER)
    throw new EngineError('invalid_value', `A folder may have ${MAX_ANALYSES_PER_FOLDER} analyses.`);
  const media = await store.media.listByFolders([folderId]);
  const { supportedTypes } = analyser;
  const collections = await collectionsFor(store, wanted, companyId);
  const abTest = await abAssignment(store, companyId, folderId);
  const limits = { thresholds, abTest };
  const options = { folderId, media, supportedTypes, collections, ...limits, asker, trace, now: now() };
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
