import { randomUUID } from 'node:crypto';
import express, { type Router } from 'express';
import * as z from 'zod';
import { type CompanyRecord, HOME_COMPANY_ID } from '../model/companies.ts';
import { EngineError } from '../model/engine-error.ts';
import type { ApiContext } from './api-context.ts';
import { metaDataSchema } from './folder-payload.ts';
import { one, paging } from './folder-query.ts';
import { parseJsonBody } from './json-body.ts';
import { ownedCompany, pathParameter } from './owned.ts';
import { parseInput } from './parse-input.ts';

const MAX_RETENTION_DAYS = 36_500;

const fields = {
  name: z.string().trim().min(1).max(200),
  /** Days its folders are kept; 0 for ever, null as long as the installation keeps them. Ours. */
  retention_days: z.int().min(0).max(MAX_RETENTION_DAYS).nullable().optional(),
  meta_data: metaDataSchema.optional(),
};
const newSchema = z.looseObject(fields);
const changeSchema = z.looseObject({ ...fields, name: fields.name.optional() });

/** `/api/companies` and `/api/companies/{company_id}`. */
export function companyRoutes(context: ApiContext): Router {
  const { secure, store, now, maintain } = context;
  const router = express.Router();
  secure(router, '/companies', {
    get: async (req, res, caller) => {
      const searchText = one(req.query, 'search_text');
      const companies = await store.companies.list({
        ...paging(req.query),
        ...(searchText ? { searchText } : {}),
        ...(caller.reach === 'all' ? {} : { companyId: caller.companyId }),
      });
      res.json(companies.map(companyView));
    },
    post: async (req, res) => {
      await parseJsonBody(req, res);
      const { name, retention_days, meta_data } = parseInput(newSchema, req.body, 'body');
      const company: CompanyRecord = {
        companyId: randomUUID(),
        name,
        retentionDays: retention_days ?? null,
        metaData: meta_data ?? {},
        timeCreated: now(),
      };
      await store.companies.save(company);
      res.status(201).json(companyView(company));
    },
  });
  secure(router, '/companies/:companyId', {
    get: async (req, res, caller) => {
      res.json(companyView(await ownedCompany(store, caller, pathParameter(req, 'companyId'))));
    },
    patch: async (req, res, caller) => {
      const company = await ownedCompany(store, caller, pathParameter(req, 'companyId'));
      await parseJsonBody(req, res);
      const { name, retention_days, meta_data } = parseInput(changeSchema, req.body, 'body');
      const changed: CompanyRecord = {
        ...company,
        name: name ?? company.name,
        retentionDays: retention_days === undefined ? company.retentionDays : retention_days,
        metaData: { ...company.metaData, ...meta_data },
      };
      await store.companies.save(changed);
      res.json(companyView(changed));
    },
    // Accounts and webhooks end with the reply; folders, collections and files follow, also after a restart.
    delete: async (req, res, caller) => {
      const { companyId } = await ownedCompany(store, caller, pathParameter(req, 'companyId'));
      if (companyId === HOME_COMPANY_ID)
        throw new EngineError('conflict', 'This company is the installation’s own and cannot be deleted.');
      await store.companies.retire(companyId, now());
      maintain();
      res.status(204).end();
    },
  });
  return router;
}

function companyView(company: CompanyRecord) {
  return {
    company_id: company.companyId,
    name: company.name,
    retention_days: company.retentionDays,
    meta_data: company.metaData,
    technical_meta_data: {},
  };
}
