import express, { type Router } from 'express';
import { scopeOf } from '../model/principal.ts';
import { removeFolder } from '../model/remove-folder.ts';
import type { ApiContext } from './api-context.ts';
import { createFolder } from './create-folder.ts';
import { flag, parseFolderQuery } from './folder-query.ts';
import { folderView } from './folder-view.ts';
import { idempotencyKey } from './idempotency.ts';
import { ownedFolder, pathParameter } from './owned.ts';
import { readFormOrContainer } from './read-form.ts';
import { requestSignal } from './request-signal.ts';
import { traceOf } from './trace-requests.ts';

const ANALYSES_FLAGS = ['with_analyses', 'with_analyzes'] as const;

/** `/api/folders` and `/api/folders/{folder_id}`. */
export function folderRoutes(context: ApiContext): Router {
  const { secure, store, blobs, links, limits } = context;
  const router = express.Router();
  secure(router, '/folders', {
    post: async (req, res, caller) => {
      const key = idempotencyKey(req);
      const signal = requestSignal(res);
      const form = await readFormOrContainer(req, { blobs, limits, signal });
      const { body, replayed } = await createFolder(context, {
        form,
        principal: caller,
        idempotencyKey: key,
        trace: traceOf(res),
        signal,
      });
      if (replayed) res.set('Idempotent-Replayed', 'true');
      res.status(201).json(body);
    },
    get: async (req, res, caller) => {
      const { items, total } = await store.folders.list(parseFolderQuery(req.query, scopeOf(caller)));
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
    },
  });
  secure(router, '/folders/:folderId', {
    get: async (req, res, caller) => {
      const folder = await ownedFolder(store, caller, pathParameter(req, 'folderId'));
      const media = await store.media.listByFolders([folder.folderId]);
      const analyses = flag(req.query, ...ANALYSES_FLAGS)
        ? await store.analyses.listByFolders([folder.folderId])
        : undefined;
      res.json(folderView(folder, { media, analyses, links, detail: 'full' }));
    },
    delete: async (req, res, caller) => {
      const { folderId } = await ownedFolder(store, caller, pathParameter(req, 'folderId'));
      await removeFolder(context, folderId);
      res.status(204).end();
    },
  });
  return router;
}
