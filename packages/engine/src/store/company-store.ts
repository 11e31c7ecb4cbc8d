import type { Kysely } from 'kysely';
import type { CompanyRecord, CompanyStore } from '../model/companies.ts';
import type { MetaData } from '../model/records.ts';
import { containing } from './containing.ts';
import type { CompanyRow, Schema } from './schema.ts';

export function createCompanyStore(db: Kysely<Schema>): CompanyStore {
  const living = () => db.selectFrom('company').selectAll().where('time_retired', 'is', null);
  return {
    async get(companyId) {
      const row = await living().where('company_id', '=', companyId).executeTakeFirst();
      return row && toCompany(row);
    },
    async list({ searchText, companyId, limit, offset }) {
      let select = living();
      if (companyId !== undefined) select = select.where('company_id', '=', companyId);
      if (searchText !== undefined)
        select = select.where((where) => where(where.fn('lower', ['name']), 'like', containing(searchText)));
      const rows = await select.orderBy('name').orderBy('company_id').limit(limit).offset(offset).execute();
      return rows.map(toCompany);
    },
    async save(company) {
      const values = {
        name: company.name,
        retention_days: company.retentionDays,
        meta_data: JSON.stringify(company.metaData),
        time_created: company.timeCreated,
      };
      await db
        .insertInto('company')
        .values({ company_id: company.companyId, ...values, time_retired: null })
        .onConflict((conflict) => conflict.column('company_id').doUpdateSet(values))
        .execute();
    },
    retire: (companyId, now) => db.transaction().execute((trx) => retire(trx, companyId, now)),
    async retired() {
      const rows = await db
        .selectFrom('company')
        .select('company_id')
        .where('time_retired', 'is not', null)
        .execute();
      return rows.map((row) => row.company_id);
    },
    async purge(companyId, retiredBefore) {
      await db
        .deleteFrom('company')
        .where('company_id', '=', companyId)
        .where('time_retired', '<', retiredBefore)
        .execute();
    },
  };
}

async function retire(db: Kysely<Schema>, companyId: string, now: number): Promise<boolean> {
  const done = await db
    .updateTable('company')
    .set({ time_retired: now })
    .where('company_id', '=', companyId)
    .where('time_retired', 'is', null)
    .executeTakeFirst();
  if (done.numUpdatedRows === 0n) return false;
  await db.deleteFrom('account').where('company_id', '=', companyId).execute();
  await db.deleteFrom('webhook').where('company_id', '=', companyId).execute();
  await db.deleteFrom('company_item').where('company_id', '=', companyId).execute();
  await db.deleteFrom('webhook_delivery').where('company_id', '=', companyId).execute();
  return true;
}

function toCompany(row: CompanyRow): CompanyRecord {
  return {
    companyId: row.company_id,
    name: row.name,
    retentionDays: row.retention_days,
    // JSON that only this file wrote.
    metaData: JSON.parse(row.meta_data) as MetaData,
    timeCreated: Number(row.time_created),
  };
}
