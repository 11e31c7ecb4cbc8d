import express, { type RequestHandler, type Router } from 'express';
import type { Principal } from '../model/principal.ts';
import type { MetaData } from '../model/records.ts';
import type { ApiContext } from './api-context.ts';
import { endpoint } from './endpoint.ts';
import { metaDataSchema } from './folder-payload.ts';
import { parseJsonBody } from './json-body.ts';
import { ownedAnalysis, ownedFolder, ownedMedia, pathParameter } from './owned.ts';
import { parseInput } from './parse-input.ts';
import { requireRight } from './secured.ts';

interface MetaDataHolder {
  read(principal: Principal, id: string): Promise<MetaData>;
  write(id: string, metaData: MetaData): Promise<void>;
}

/** `/api/{folders|media|analyses}/{id}/meta_data`: GET, POST (replace), PATCH (merge top-level keys), DELETE (clear). */
export function metadataRoutes(context: ApiContext): Router {
  const { store, now } = context;
  const router = express.Router();
  const holders: Readonly<Record<string, MetaDataHolder>> = {
    folders: {
      read: async (principal, id) => (await ownedFolder(store, principal, id)).metaData,
      write: (id, metaData) => store.folders.setMetaData(id, metaData, now()),
    },
    media: {
      read: async (principal, id) => (await ownedMedia(store, principal, id)).metaData,
      write: (id, metaData) => store.media.setMetaData(id, metaData, now()),
    },
    analyses: {
      read: async (principal, id) => (await ownedAnalysis(store, principal, id)).metaData,
      write: (id, metaData) => store.analyses.setMetaData(id, metaData, now()),
    },
  };
  for (const [name, holder] of Object.entries(holders))
    endpoint(router, `/${name}/:id/meta_data`, metadataMethods(context, holder));
  return router;
}

function metadataMethods({ secure }: Pick<ApiContext, 'secure'>, holder: MetaDataHolder) {
  const changing = (next: (old: MetaData, sent: MetaData) => MetaData): RequestHandler =>
    secure(async (req, res, principal) => {
      requireRight(principal, 'uploads');
      const id = pathParameter(req, 'id');
      const old = await holder.read(principal, id);
      await parseJsonBody(req, res);
      const sent = parseInput(metaDataSchema, req.body, 'meta_data');
      const metaData = parseInput(metaDataSchema, next(old, sent), 'meta_data');
      await holder.write(id, metaData);
      res.json(metaData);
    });
  return {
    get: secure(async (req, res, principal) => {
      res.json(await holder.read(principal, pathParameter(req, 'id')));
    }),
    post: changing((_old, sent) => sent),
    patch: changing((old, sent) => ({ ...old, ...sent })),
    delete: secure(async (req, res, principal) => {
      requireRight(principal, 'uploads');
      const id = pathParameter(req, 'id');
      await holder.read(principal, id);
      await holder.write(id, {});
      res.status(204).end();
    }),
  };
}
