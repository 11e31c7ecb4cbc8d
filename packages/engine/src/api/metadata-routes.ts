import express, { type Request, type Response, type Router } from 'express';
import type { Caller } from '../model/principal.ts';
import type { MetaData } from '../model/records.ts';
import type { ApiContext } from './api-context.ts';
import { metaDataSchema } from './folder-payload.ts';
import { parseJsonBody } from './json-body.ts';
import {
  ownedAnalysis,
  ownedCollection,
  ownedFolder,
  ownedMedia,
  ownedPerson,
  ownedUser,
  pathParameter,
} from './owned.ts';
import { parseInput } from './parse-input.ts';
import type { SecuredPath } from './routes.data.ts';
import type { SecuredHandler } from './secured.ts';

type MetaDataPath = Extract<SecuredPath, `${string}/meta_data`>;

interface MetaDataHolder {
  /** @throws EngineError `not_found` */
  read(caller: Caller, req: Request): Promise<MetaData>;
  write(caller: Caller, req: Request, metaData: MetaData): Promise<void>;
}

/**
 * `/api/{users|folders|media|analyses|collections}/{id}/meta_data` and that of a person: GET, POST (replace), PATCH (merge
 * top-level keys), DELETE (clear).
 */
export function metadataRoutes(context: ApiContext): Router {
  const { secure, store, now } = context;
  const id = (req: Request) => pathParameter(req, 'id');
  const person = (req: Request) => pathParameter(req, 'personId');
  const holders: Readonly<Record<MetaDataPath, MetaDataHolder>> = {
    '/users/:id/meta_data': {
      read: async (caller, req) => (await ownedUser(store, caller, id(req))).metaData,
      async write(caller, req, metaData) {
        const account = await ownedUser(store, caller, id(req));
        await store.accounts.save({ ...account, metaData });
      },
    },
    '/folders/:id/meta_data': {
      read: async (caller, req) => (await ownedFolder(store, caller, id(req))).metaData,
      write: (_caller, req, metaData) => store.folders.setMetaData(id(req), metaData, now()),
    },
    '/media/:id/meta_data': {
      read: async (caller, req) => (await ownedMedia(store, caller, id(req))).metaData,
      write: (_caller, req, metaData) => store.media.setMetaData(id(req), metaData, now()),
    },
    '/analyses/:id/meta_data': {
      read: async (caller, req) => (await ownedAnalysis(store, caller, id(req))).analysis.metaData,
      write: (_caller, req, metaData) => store.analyses.setMetaData(id(req), metaData, now()),
    },
    '/collections/:id/meta_data': {
      read: async (caller, req) => (await ownedCollection(store, caller, id(req))).metaData,
      write: (_caller, req, metaData) => store.collections.setMetaData(id(req), metaData, now()),
    },
    '/collections/:id/persons/:personId/meta_data': {
      read: async (caller, req) => (await ownedPerson(store, caller, id(req), person(req))).metaData,
      write: (_caller, req, metaData) => store.collections.setPersonMetaData(person(req), metaData, now()),
    },
  };
  const router = express.Router();
  // The keys of `holders` are the paths of its type.
  for (const [path, holder] of Object.entries(holders) as [MetaDataPath, MetaDataHolder][])
    secure(router, path, metadataMethods(holder));
  return router;
}

function metadataMethods(holder: MetaDataHolder) {
  const changing =
    (next: (old: MetaData, sent: MetaData) => MetaData): SecuredHandler =>
    async (req, res, caller) => {
      const old = await holder.read(caller, req);
      await parseJsonBody(req, res);
      const sent = parseInput(metaDataSchema, req.body, 'meta_data');
      const metaData = parseInput(metaDataSchema, next(old, sent), 'meta_data');
      await holder.write(caller, req, metaData);
      res.json(metaData);
    };
  return {
    get: async (req: Request, res: Response, caller: Caller) => {
      res.json(await holder.read(caller, req));
    },
    post: changing((_old, sent) => sent),
    patch: changing((old, sent) => ({ ...old, ...sent })),
    delete: async (req: Request, res: Response, caller: Caller) => {
      await holder.read(caller, req);
      await holder.write(caller, req, {});
      res.status(204).end();
    },
  };
}
