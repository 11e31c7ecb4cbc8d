import type { Kysely } from 'kysely';
import type { CompanyItem, CompanyItemStore, ItemKind } from '../model/company-items.ts';
import type { CompanyItemRow, Schema } from './schema.ts';

export function createCompanyItemStore(db: Kysely<Schema>): CompanyItemStore {
  return {
    async get<K extends ItemKind>(kind: K, itemId: string) {
      const row = await db
        .selectFrom('company_item')
        .selectAll()
        .where('item_id', '=', itemId)
        .where('kind', '=', kind)
        .executeTakeFirst();
      return row && toItem(kind, row);
    },
    async list({ kind, companyId, limit, offset }) {
      let select = db.selectFrom('company_item').selectAll().where('kind', '=', kind);
      if (companyId !== undefined) select = select.where('company_id', '=', companyId);
      const newest = select.orderBy('time_created', 'desc').orderBy('item_id');
      return (await newest.limit(limit).offset(offset).execute()).map((row) => toItem(kind, row));
    },
    async create(item) {
      const done = await db
        .insertInto('company_item')
        .values(fromItem(item))
        .onConflict((conflict) => conflict.columns(['company_id', 'kind', 'name']).doNothing())
        .executeTakeFirst();
      return done.numInsertedOrUpdatedRows === 1n;
    },
    change: (item) => db.transaction().execute((trx) => change(trx, fromItem(item))),
    async delete(itemId) {
      await db.deleteFrom('company_item').where('item_id', '=', itemId).execute();
    },
  };
}

async function change(db: Kysely<Schema>, { item_id, ...row }: CompanyItemRow): Promise<boolean> {
  const namesake = await db
    .selectFrom('company_item')
    .select('item_id')
    .where('company_id', '=', row.company_id)
    .where('kind', '=', row.kind)
    .where('name', '=', row.name)
    .where('item_id', '!=', item_id)
    .executeTakeFirst();
  if (namesake) return false;
  const done = await db
    .updateTable('company_item')
    .set({ name: row.name, body: row.body, time_updated: row.time_updated })
    .where('item_id', '=', item_id)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

function toItem<K extends ItemKind>(kind: K, row: CompanyItemRow): CompanyItem<K> {
  return {
    itemId: row.item_id,
    companyId: row.company_id,
    kind,
    name: row.name,
    // JSON that only this file wrote, of this kind.
    body: JSON.parse(row.body) as CompanyItem<K>['body'],
    timeCreated: Number(row.time_created),
    timeUpdated: Number(row.time_updated),
  };
}

function fromItem(item: CompanyItem<ItemKind>): CompanyItemRow {
  return {
    item_id: item.itemId,
    company_id: item.companyId,
    kind: item.kind,
    name: item.name,
    body: JSON.stringify(item.body),
    time_created: item.timeCreated,
    time_updated: item.timeUpdated,
  };
}
