import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { EVERY_COMPANY, type WebhookEvent } from '../model/webhooks.ts';
import type { Schema } from './schema.ts';

export interface News {
  readonly folderId: string;
  readonly companyId: string;
  /** The one that is finished. */
  readonly analysisId: string;
  /** Whether it was the last one of its folder. */
  readonly folderDone: boolean;
  readonly now: number;
}

/** Writes the messages of a finished analysis, for everyone who wants them. Call inside the transaction that finishes it. */
export async function announce(db: Kysely<Schema>, news: News): Promise<void> {
  const { folderId, companyId, analysisId, folderDone, now } = news;
  const registered = await db
    .selectFrom('webhook')
    .select(['webhook_id', 'url', 'secret', 'events'])
    .where('company_id', 'in', [companyId, EVERY_COMPANY])
    .where('active', '=', 1)
    .execute();
  const own = await db
    .selectFrom('folder_webhook')
    .select(['url', 'secret', 'events'])
    .where('folder_id', '=', folderId)
    .execute();
  const receivers = [...registered, ...own.map((one) => ({ ...one, webhook_id: null }))];
  const happened: readonly WebhookEvent[] = folderDone
    ? ['analysis.finished', 'folder.finished']
    : ['analysis.finished'];
  const rows = receivers.flatMap(({ events, ...receiver }) =>
    happened
      .filter((event) => (JSON.parse(events) as readonly string[]).includes(event))
      .map((event) => ({
        ...receiver,
        delivery_id: randomUUID(),
        company_id: companyId,
        folder_id: folderId,
        analysis_id: event === 'analysis.finished' ? analysisId : null,
        event,
        body: null,
        state: 'WAITING',
        attempts: 0,
        next_at: now,
        last_status: null,
        last_error: null,
        time_created: now,
        time_finished: null,
      })),
  );
  if (rows.length > 0) await db.insertInto('webhook_delivery').values(rows).execute();
}
