import { randomBytes } from 'node:crypto';
import express, { type Router } from 'express';
import { scopeOf } from '../model/principal.ts';
import { removeFolder } from '../model/remove-folder.ts';
import { audienceOf } from './analysis-view.ts';
import type { ApiContext } from './api-context.ts';
import { createFolder } from './create-folder.ts';
import { flag, parseFolderQuery } from './folder-query.ts';
import { folderView } from './folder-view.ts';
import { idempotencyKey } from './idempotency.ts';
import { linksFor } from './links.ts';
import { ownedFolder, pathParameter } from './owned.ts';
import { readFormOrContainer } from './read-form.ts';
import { requestSignal } from './request-signal.ts';
import { traceOf } from './trace-requests.ts';

/** 256 random bits. */
const SHARED_TOKEN_BYTES = 32;
const ANALYSES_FLAGS = ['with_analyses', 'with_analyzes'] as const;

/** `/api/folders`, `/api/folders/{folder_id}` and its `shared_token`. */
export function folderRoutes(context: ApiContext): Router {
  const { secure, store, blobs, limits, now } = context;
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
      const links = linksFor(context.links, caller);
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
            audience: audienceOf(caller),
            sharing: caller.reach !== 'capture',
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
      const links = linksFor(context.links, caller);
      const sharing = caller.reach !== 'capture';
      const audience = audienceOf(caller);
      res.json(folderView(folder, { media, analyses, links, detail: 'full', audience, sharing }));
    },
    delete: async (req, res, caller) => {
      const { folderId } = await ownedFolder(store, caller, pathParameter(req, 'folderId'));
      await removeFolder(context, folderId);
      res.status(204).end();
    },
  });
  secure(router, '/folders/:folderId/shared_token', {
    // A new one ends the old one.
    post: async (req, res, caller) => {
      const { folderId } = await ownedFolder(store, caller, pathParameter(req, 'folderId'));
      const token = randomBytes(SHARED_TOKEN_BYTES).toString('base64url');
      await store.folders.share(folderId, token, now());
      res.status(201).json({ folder_id: folderId, shared_token: token });
    },
    delete: async (req, res, caller) => {
      const { folderId } = await ownedFolder(store, caller, pathParameter(req, 'folderId'));
      await store.folders.share(folderId, null, now());
      res.status(204).end();
    },
  });
  return router;
}
