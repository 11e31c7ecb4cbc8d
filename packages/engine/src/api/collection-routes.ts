import { randomUUID } from 'node:crypto';
import express, { type Router } from 'express';
import * as z from 'zod';
import type { CollectionRecord } from '../model/collections.ts';
import { EngineError } from '../model/engine-error.ts';
import { type Caller, mayReach } from '../model/principal.ts';
import { removeCollection } from '../model/remove-folder.ts';
import type { ApiContext } from './api-context.ts';
import { collectionView } from './collection-view.ts';
import { metaDataSchema } from './folder-payload.ts';
import { parseJsonBody } from './json-body.ts';
import { ownedCollection, pathParameter } from './owned.ts';
import { parseInput } from './parse-input.ts';

/** Collections one company may have. Ours, 2026-11-22. */
const MAX_COLLECTIONS = 200;

const bodySchema = z.looseObject({
  alias: z.string().trim().min(1).max(100),
  /** Of the collection; absent: the caller's own. */
  company_id: z.string().min(1).max(100).nullish(),
  meta_data: metaDataSchema.optional(),
});

/** `/api/collections` and `/api/collections/{collection_id}`. */
export function collectionRoutes(context: ApiContext): Router {
  const { secure, store, blobs } = context;
  const router = express.Router();
  secure(router, '/collections', {
    get: async (_req, res, caller) => {
      const collections = await store.collections.list(caller.reach === 'all' ? undefined : caller.companyId);
      res.json(collections.map(collectionView));
    },
    post: async (req, res, caller) => {
      await parseJsonBody(req, res);
      const collection = await makeCollection(context, caller, req.body);
      res.status(201).json(collectionView(collection));
    },
  });
  secure(router, '/collections/:collectionId', {
    get: async (req, res, caller) => {
      const id = pathParameter(req, 'collectionId');
      res.json(collectionView(await ownedCollection(store, caller, id)));
    },
    delete: async (req, res, caller) => {
      const id = pathParameter(req, 'collectionId');
      const { collectionId } = await ownedCollection(store, caller, id);
      await removeCollection({ store, blobs }, collectionId);
      res.status(204).end();
    },
  });
  return router;
}

async function makeCollection(
  { store, now }: Pick<ApiContext, 'store' | 'now'>,
  caller: Caller,
  input: unknown,
): Promise<CollectionRecord> {
  const { alias, company_id, meta_data } = parseInput(bodySchema, input, 'body');
  const companyId = company_id ?? caller.companyId;
  if (!mayReach(caller, { companyId }))
    throw new EngineError('auth_forbidden', 'company_id is not your company.');
  if (!(await store.companies.get(companyId)))
    throw new EngineError('invalid_value', 'company_id: there is no such company.');
  const known = await store.collections.list(companyId);
  if (known.length >= MAX_COLLECTIONS)
    throw new EngineError('invalid_value', `A company may have ${MAX_COLLECTIONS} collections.`);
  const time = now();
  const collection: CollectionRecord = {
    collectionId: randomUUID(),
    companyId,
    alias,
    metaData: meta_data ?? {},
    timeCreated: time,
    timeUpdated: time,
  };
  // Asked of the store alone: of two calls at the same moment one is told.
  if (!(await store.collections.create(collection)))
    throw new EngineError('conflict', `alias: there is a collection "${alias}" already.`);
  return collection;
}
