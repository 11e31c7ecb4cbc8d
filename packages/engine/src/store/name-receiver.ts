import type { Kysely } from 'kysely';
import type { FolderWebhook } from '../model/webhooks.ts';
import type { Schema } from './schema.ts';

/** Names a receiver for what becomes of one folder. */
export async function nameReceiver(
  db: Kysely<Schema>,
  folderId: string,
  { url, secret, events }: FolderWebhook,
): Promise<void> {
  const values = { secret, events: JSON.stringify(events) };
  await db
    .insertInto('folder_webhook')
    .values({ folder_id: folderId, url, ...values })
    .onConflict((conflict) => conflict.columns(['folder_id', 'url']).doUpdateSet(values))
    .execute();
}
