import { randomUUID } from 'node:crypto';
import express, { type Request, type Router } from 'express';
import * as z from 'zod';
import type { CompanyItem, ItemKind } from '../model/company-items.ts';
import { EngineError } from '../model/engine-error.ts';
import { type Caller, mayReach } from '../model/principal.ts';
import type { ApiContext } from './api-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { one, paging } from './folder-query.ts';
import { parseJsonBody } from './json-body.ts';
import { notFound, pathParameter } from './owned.ts';
import { parseInput } from './parse-input.ts';

/** Things of one kind that one company may have. Ours, 2026-11-23. */
export const MAX_ITEMS = 100;

/** How one kind of thing is called in the API and what is in it. */
export interface ItemApi<K extends ItemKind> {
  readonly kind: K;
  readonly paths:
    | readonly ['/ab-testings-configs', '/ab-testings-configs/:configId']
    | readonly ['/report_templates', '/report_templates/:templateId'];
  readonly parameter: 'configId' | 'templateId';
  readonly idField: string;
  /** Reads the body's own fields; what it lacks is as `before` has it. @throws EngineError */
  read(input: unknown, before: CompanyItem<K>['body'] | undefined): CompanyItem<K>['body'];
  view(body: CompanyItem<K>['body']): Readonly<Record<string, unknown>>;
}

const nameSchema = z.string().trim().min(1).max(100);
const newSchema = z.looseObject({
  name: nameSchema,
  /** Absent: the caller's own. */
  company_id: z.string().min(1).max(100).nullish(),
});
const changeSchema = z.looseObject({ name: nameSchema.optional() });

/** List, make, read, change and delete what a company keeps under a name. */
export function companyItemRoutes<K extends ItemKind>(context: ApiContext, api: ItemApi<K>): Router {
  const { secure, store, now } = context;
  const router = express.Router();
  const shown = (item: CompanyItem<K>) => itemView(item, api);
  const owned = (req: Request, caller: Caller) => ownedItem(context, api, caller, req);
  const [all, single] = api.paths;
  secure(router, all, {
    get: async (req, res, caller) => {
      // What is a company's is nobody's own: who may read no more than that finds nothing.
      if (caller.reach === 'own') {
        res.json([]);
        return;
      }
      const companyId = caller.reach === 'all' ? one(req.query, 'company_id') : caller.companyId;
      const query = { kind: api.kind, companyId: companyId || undefined, ...paging(req.query) };
      res.json((await store.companyItems.list(query)).map(shown));
    },
    post: async (req, res, caller) => {
      await parseJsonBody(req, res);
      res.status(201).json(shown(await makeItem(context, api, caller, req.body)));
    },
  });
  secure(router, single, {
    get: async (req, res, caller) => {
      res.json(shown(await owned(req, caller)));
    },
    patch: async (req, res, caller) => {
      const item = await owned(req, caller);
      await parseJsonBody(req, res);
      const { name = item.name } = parseInput(changeSchema, req.body, 'body');
      const changed = { ...item, name, body: api.read(req.body, item.body), timeUpdated: now() };
      if (!(await store.companyItems.change(changed))) throw nameTaken(name);
      res.json(shown(changed));
    },
    delete: async (req, res, caller) => {
      await store.companyItems.delete((await owned(req, caller)).itemId);
      res.status(204).end();
    },
  });
  return router;
}

async function ownedItem<K extends ItemKind>(
  { store }: ApiContext,
  { kind, parameter }: ItemApi<K>,
  caller: Caller,
  req: Request,
): Promise<CompanyItem<K>> {
  const id = pathParameter(req, parameter);
  const item = await store.companyItems.get(kind, id);
  if (!item || !mayReach(caller, { companyId: item.companyId })) throw notFound(kind, id);
  return item;
}

async function makeItem<K extends ItemKind>(
  { store, now }: ApiContext,
  { kind, read }: ItemApi<K>,
  caller: Caller,
  input: unknown,
): Promise<CompanyItem<K>> {
  const { name, company_id } = parseInput(newSchema, input, 'body');
  const body = read(input, undefined);
  const companyId = company_id ?? caller.companyId;
  if (!mayReach(caller, { companyId }))
    throw new EngineError('auth_forbidden', 'company_id is not your company.');
  if (!(await store.companies.get(companyId)))
    throw new EngineError('invalid_value', 'company_id: there is no such company.');
  const held = await store.companyItems.list({ kind, companyId, limit: MAX_ITEMS, offset: 0 });
  if (held.length >= MAX_ITEMS)
    throw new EngineError('invalid_value', `A company may have ${MAX_ITEMS} of them.`);
  const time = now();
  const item: CompanyItem<K> = {
    itemId: randomUUID(),
    companyId,
    kind,
    name,
    body,
    timeCreated: time,
    timeUpdated: time,
  };
  if (!(await store.companyItems.create(item))) throw nameTaken(name);
  return item;
}

function nameTaken(name: string): EngineError {
  return new EngineError('conflict', `name: there is a "${name}" already.`);
}

function itemView<K extends ItemKind>(item: CompanyItem<K>, { idField, view }: ItemApi<K>) {
  return {
    [idField]: item.itemId,
    company_id: item.companyId,
    name: item.name,
    ...view(item.body),
    time_created: epochSeconds(item.timeCreated),
    time_updated: epochSeconds(item.timeUpdated),
  };
}
