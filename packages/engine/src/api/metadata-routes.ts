import express, { type Request, type RequestHandler, type Router } from 'express';
import type { Principal } from '../model/principal.ts';
import type { MetaData } from '../model/records.ts';
import type { ApiContext } from './api-context.ts';
import { endpoint } from './endpoint.ts';
import { metaDataSchema } from './folder-payload.ts';
import { parseJsonBody } from './json-body.ts';
import {
  ownedAnalysis,
  ownedCollection,
  ownedFolder,
  ownedMedia,
  ownedPerson,
  pathParameter,
} from './owned.ts';
import { parseInput } from './parse-input.ts';
import { requireRight } from './secured.ts';

interface MetaDataHolder {
  readonly right: 'uploads' | 'managesCollections';
  /** @throws EngineError `not_found` */
  read(principal: Principal, req: Request): Promise<MetaData>;
  write(req: Request, metaData: MetaData): Promise<void>;
}

/**
 * `/api/{folders|media|analyses|collections}/{id}/meta_data` and that of a person: GET, POST (replace), PATCH (merge
 * top-level keys), DELETE (clear).
 */
export function metadataRoutes(context: ApiContext): Router {
  const { store, now } = context;
  const id = (req: Request) => pathParameter(req, 'id');
  const person = (req: Request) => pathParameter(req, 'personId');
  const holders: Readonly<Record<string, MetaDataHolder>> = {
    '/folders/:id': {
      right: 'uploads',
      read: async (principal, req) => (await ownedFolder(store, principal, id(req))).metaData,
      write: (req, metaData) => store.folders.setMetaData(id(req), metaData, now()),
    },
    '/media/:id': {
      right: 'uploads',
      read: async (principal, req) => (await ownedMedia(store, principal, id(req))).metaData,
      write: (req, metaData) => store.media.setMetaData(id(req), metaData, now()),
    },
    '/analyses/:id': {
      right: 'uploads',
      read: async (principal, req) => (await ownedAnalysis(store, principal, id(req))).metaData,
      write: (req, metaData) => store.analyses.setMetaData(id(req), metaData, now()),
    },
    '/collections/:id': {
      right: 'managesCollections',
      read: async (principal, req) => (await ownedCollection(store, principal, id(req))).metaData,
      write: (req, metaData) => store.collections.setMetaData(id(req), metaData, now()),
    },
    '/collections/:id/persons/:personId': {
      right: 'managesCollections',
      read: async (principal, req) => (await ownedPerson(store, principal, id(req), person(req))).metaData,
      write: (req, metaData) => store.collections.setPersonMetaData(person(req), metaData, now()),
    },
  };
  const router = express.Router();
  for (const [path, holder] of Object.entries(holders))
    endpoint(router, `${path}/meta_data`, metadataMethods(context, holder));
  return router;
}

function metadataMethods({ secure }: Pick<ApiContext, 'secure'>, holder: MetaDataHolder) {
  const changing = (next: (old: MetaData, sent: MetaData) => MetaData): RequestHandler =>
    secure(async (req, res, principal) => {
      requireRight(principal, holder.right);
      const old = await holder.read(principal, req);
      await parseJsonBody(req, res);
      const sent = parseInput(metaDataSchema, req.body, 'meta_data');
      const metaData = parseInput(metaDataSchema, next(old, sent), 'meta_data');
      await holder.write(req, metaData);
      res.json(metaData);
    });
  return {
    get: secure(async (req, res, principal) => {
      res.json(await holder.read(principal, req));
    }),
    post: changing((_old, sent) => sent),
    patch: changing((old, sent) => ({ ...old, ...sent })),
    delete: secure(async (req, res, principal) => {
      requireRight(principal, holder.right);
      await holder.read(principal, req);
      await holder.write(req, {});
      res.status(204).end();
    }),
  };
}
