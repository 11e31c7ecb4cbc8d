import type { Kysely } from 'kysely';
import type { WebhookStore } from '../model/webhooks.ts';
import { nameReceiver } from './name-receiver.ts';
import type { Schema } from './schema.ts';
import { fromDelivery, fromWebhook, toDelivery, toWebhook } from './webhook-rows.ts';

type Receivers = Pick<WebhookStore, 'get' | 'list' | 'save' | 'delete' | 'addToFolder'>;
type Log = Pick<WebhookStore, 'addDelivery' | 'getDelivery' | 'listDeliveries' | 'again' | 'forgetBefore'>;
type Sending = Pick<WebhookStore, 'claim' | 'setBody' | 'settle' | 'postpone'>;

export function createWebhookStore(db: Kysely<Schema>): WebhookStore {
  return { ...receivers(db), ...log(db), ...sending(db) };
}

function receivers(db: Kysely<Schema>): Receivers {
  return {
    async get(webhookId) {
      const row = await db
        .selectFrom('webhook')
        .selectAll()
        .where('webhook_id', '=', webhookId)
        .executeTakeFirst();
      return row && toWebhook(row);
    },
    async list(companyId) {
      const all = db.selectFrom('webhook').selectAll();
      const select = companyId === undefined ? all : all.where('company_id', '=', companyId);
      return (await select.orderBy('time_created').orderBy('webhook_id').execute()).map(toWebhook);
    },
    async save(webhook) {
      const { webhook_id, ...rest } = fromWebhook(webhook);
      await db
        .insertInto('webhook')
        .values({ webhook_id, ...rest })
        .onConflict((conflict) => conflict.column('webhook_id').doUpdateSet(rest))
        .execute();
    },
    delete: (webhookId) =>
      db.transaction().execute(async (trx) => {
        await trx.deleteFrom('webhook').where('webhook_id', '=', webhookId).execute();
        await trx.deleteFrom('webhook_delivery').where('webhook_id', '=', webhookId).execute();
      }),
    addToFolder: (folderId, webhook) => nameReceiver(db, folderId, webhook),
  };
}

function log(db: Kysely<Schema>): Log {
  return {
    async addDelivery(delivery) {
      await db.insertInto('webhook_delivery').values(fromDelivery(delivery)).execute();
    },
    async getDelivery(deliveryId) {
      const row = await db
        .selectFrom('webhook_delivery')
        .selectAll()
        .where('delivery_id', '=', deliveryId)
        .executeTakeFirst();
      return row && toDelivery(row);
    },
    async listDeliveries(webhookId, limit, offset) {
      const rows = await db
        .selectFrom('webhook_delivery')
        .selectAll()
        .where('webhook_id', '=', webhookId)
        .orderBy('time_created', 'desc')
        .orderBy('delivery_id')
        .limit(limit)
        .offset(offset)
        .execute();
      return rows.map(toDelivery);
    },
    async again(deliveryId, now) {
      await db
        .updateTable('webhook_delivery')
        .set({ state: 'WAITING', attempts: 0, next_at: now, time_finished: null })
        .where('delivery_id', '=', deliveryId)
        .where('state', '!=', 'WAITING')
        .execute();
    },
    async forgetBefore(time) {
      await db
        .deleteFrom('webhook_delivery')
        .where('state', '!=', 'WAITING')
        .where('time_finished', '<', time)
        .execute();
    },
  };
}

function sending(db: Kysely<Schema>): Sending {
  return {
    async claim(now, leaseMs, limit) {
      const due = await db
        .selectFrom('webhook_delivery')
        .select(['delivery_id', 'next_at'])
        .where('state', '=', 'WAITING')
        .where('next_at', '<=', now)
        .orderBy('next_at')
        .limit(limit)
        .execute();
      const claimed = [];
      for (const { delivery_id, next_at } of due) {
        // Whoever moves it on from the time that all saw has it.
        const row = await db
          .updateTable('webhook_delivery')
          .set((from) => ({ next_at: now + leaseMs, attempts: from('attempts', '+', 1) }))
          .where('delivery_id', '=', delivery_id)
          .where('state', '=', 'WAITING')
          .where('next_at', '=', next_at)
          .returningAll()
          .executeTakeFirst();
        if (row) claimed.push(toDelivery(row));
      }
      return claimed;
    },
    async setBody(deliveryId, body) {
      await db.updateTable('webhook_delivery').set({ body }).where('delivery_id', '=', deliveryId).execute();
    },
    async settle(deliveryId, outcome, now) {
      const last = {
        last_status: outcome.status,
        last_error: outcome.kind === 'delivered' ? null : outcome.error,
      };
      const changes =
        outcome.kind === 'retry'
          ? { ...last, next_at: outcome.at }
          : { ...last, state: outcome.kind === 'delivered' ? 'DELIVERED' : 'FAILED', time_finished: now };
      await db
        .updateTable('webhook_delivery')
        .set(changes)
        .where('delivery_id', '=', deliveryId)
        .where('state', '=', 'WAITING')
        .execute();
    },
    async postpone(url, now, until) {
      await db
        .updateTable('webhook_delivery')
        .set({ next_at: until })
        .where('url', '=', url)
        .where('state', '=', 'WAITING')
        .where('next_at', '<=', now)
        .execute();
    },
  };
}
