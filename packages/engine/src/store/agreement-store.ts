import type { Kysely } from 'kysely';
import type { AgreementStore } from '../model/store.ts';
import type { Schema } from './schema.ts';

export function createAgreementStore(db: Kysely<Schema>): AgreementStore {
  const secret = (name: string) =>
    db.selectFrom('secret').select('value').where('name', '=', name).executeTakeFirst();
  return {
    async secret(name, fresh) {
      const known = await secret(name);
      if (known) return known.value;
      const value = fresh();
      await db
        .insertInto('secret')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute();
      // Of several that start at once, one was first.
      return (await secret(name))?.value ?? value;
    },
    async take(task, now, until) {
      const done = await db
        .insertInto('task')
        .values({ task, until })
        .onConflict((conflict) =>
          conflict.column('task').doUpdateSet({ until }).where('task.until', '<=', now),
        )
        .executeTakeFirst();
      return (done.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
  };
}
