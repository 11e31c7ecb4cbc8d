import express, { type Router } from 'express';
import * as z from 'zod';
import { EngineError } from '../model/engine-error.ts';
import type { AnalysisRecord } from '../model/records.ts';
import { analysisView } from './analysis-view.ts';
import type { ApiContext } from './api-context.ts';
import { endpoint } from './endpoint.ts';
import { analysesSchema } from './folder-payload.ts';
import { list, type RawQuery } from './folder-query.ts';
import { parseJsonBody } from './json-body.ts';
import { ownedAnalysis, ownedFolder, pathParameter } from './owned.ts';
import { parseInput } from './parse-input.ts';
import { planAnalyses } from './plan-analyses.ts';
import { requireRight } from './secured.ts';

/** Analyses one folder may gather. Ours, 2026-11-22. */
const MAX_ANALYSES_PER_FOLDER = 100;

const bodySchema = z.looseObject({ analyses: analysesSchema });

/** `/api/folders/{folder_id}/analyses` and `/api/analyses/{analysis_id}`. */
export function analysisRoutes(context: ApiContext): Router {
  const { secure, store, links, queue, analyser, observer, now } = context;
  const router = express.Router();
  endpoint(router, '/folders/:folderId/analyses', {
    get: secure(async (req, res, principal) => {
      const { folderId } = await ownedFolder(store, principal, pathParameter(req, 'folderId'));
      const media = await store.media.listByFolders([folderId]);
      const analyses = filterAnalyses(await store.analyses.listByFolders([folderId]), req.query);
      res.json(analyses.map((analysis) => analysisView(analysis, { media, links, detail: 'full' })));
    }),
    post: secure(async (req, res, principal) => {
      requireRight(principal, 'uploads');
      const { folderId } = await ownedFolder(store, principal, pathParameter(req, 'folderId'));
      await parseJsonBody(req, res);
      const body = parseInput(bodySchema, req.body, 'body');
      const held = await store.analyses.listByFolders([folderId]);
      if (held.length + body.analyses.length > MAX_ANALYSES_PER_FOLDER)
        throw new EngineError('invalid_value', `A folder may have ${MAX_ANALYSES_PER_FOLDER} analyses.`);
      const media = await store.media.listByFolders([folderId]);
      const { supportedTypes } = analyser;
      const analyses = planAnalyses(body.analyses, { folderId, media, supportedTypes, now: now() });
      await store.analyses.add(analyses);
      for (const analysis of analyses) observer.received(analysis.type);
      await queue.enqueue(analyses.map((analysis) => analysis.analysisId));
      res
        .status(201)
        .json(analyses.map((analysis) => analysisView(analysis, { media, links, detail: 'full' })));
    }),
  });
  endpoint(router, '/analyses/:analysisId', {
    get: secure(async (req, res, principal) => {
      const analysis = await ownedAnalysis(store, principal, pathParameter(req, 'analysisId'));
      const media = await store.media.listByFolders([analysis.folderId]);
      res.json(analysisView(analysis, { media, links, detail: 'full' }));
    }),
  });
  return router;
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
