import express, { type Router } from 'express';
import { scopeOf } from '../model/principal.ts';
import type { ApiContext } from './api-context.ts';
import { createFolder } from './create-folder.ts';
import { endpoint } from './endpoint.ts';
import { flag, parseFolderQuery } from './folder-query.ts';
import { folderView } from './folder-view.ts';
import { idempotencyKey } from './idempotency.ts';
import { ownedFolder, pathParameter } from './owned.ts';
import { readForm } from './read-form.ts';
import { requestSignal } from './request-signal.ts';
import { requireRight } from './secured.ts';
import { traceOf } from './trace-requests.ts';

const ANALYSES_FLAGS = ['with_analyses', 'with_analyzes'] as const;

/** `/api/folders` and `/api/folders/{folder_id}`. */
export function folderRoutes(context: ApiContext): Router {
  const { secure, store, blobs, queue, links, limits } = context;
  const router = express.Router();
  endpoint(router, '/folders', {
    post: secure(async (req, res, principal) => {
      requireRight(principal, 'uploads');
      const key = idempotencyKey(req);
      const signal = requestSignal(res);
      const form = await readForm(req, { blobs, limits, signal });
      const { body, replayed } = await createFolder(context, {
        form,
        principal,
        idempotencyKey: key,
        trace: traceOf(res),
        signal,
      });
      if (replayed) res.set('Idempotent-Replayed', 'true');
      res.status(201).json(body);
    }),
    get: secure(async (req, res, principal) => {
      const { items, total } = await store.folders.list(parseFolderQuery(req.query, scopeOf(principal)));
      const ids = items.map((folder) => folder.folderId);
      const media = await store.media.listByFolders(ids);
      const analyses = flag(req.query, ...ANALYSES_FLAGS)
        ? await store.analyses.listByFolders(ids)
        : undefined;
      res.json({
        items: items.map((folder) =>
          folderView(folder, {
            media: media.filter((item) => item.folderId === folder.folderId),
            analyses: analyses?.filter((analysis) => analysis.folderId === folder.folderId),
            links,
            detail: 'brief',
          }),
        ),
        ...(total === null ? {} : { total }),
      });
    }),
  });
  endpoint(router, '/folders/:folderId', {
    get: secure(async (req, res, principal) => {
      const folder = await ownedFolder(store, principal, pathParameter(req, 'folderId'));
      const media = await store.media.listByFolders([folder.folderId]);
      const analyses = flag(req.query, ...ANALYSES_FLAGS)
        ? await store.analyses.listByFolders([folder.folderId])
        : undefined;
      res.json(folderView(folder, { media, analyses, links, detail: 'full' }));
    }),
    delete: secure(async (req, res, principal) => {
      requireRight(principal, 'deletes');
      const { folderId } = await ownedFolder(store, principal, pathParameter(req, 'folderId'));
      const analyses = await store.analyses.listByFolders([folderId]);
      await store.folders.delete(folderId);
      await queue.cancel(analyses.map((analysis) => analysis.analysisId));
      await blobs.removeFolder(folderId);
      res.status(204).end();
    }),
  });
  return router;
}
