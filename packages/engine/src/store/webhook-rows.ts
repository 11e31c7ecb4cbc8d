import type { DeliveryRecord, WebhookRecord } from '../model/webhooks.ts';
import type { DeliveryRow, WebhookRow } from './schema.ts';

/** Rows to records and back; the casts narrow words and JSON that only this file and `announce` wrote. */

export function toWebhook(row: WebhookRow): WebhookRecord {
  return {
    webhookId: row.webhook_id,
    companyId: row.company_id,
    url: row.url,
    secret: row.secret,
    events: JSON.parse(row.events) as WebhookRecord['events'],
    active: row.active === 1,
    timeCreated: Number(row.time_created),
    timeUpdated: Number(row.time_updated),
  };
}

export function fromWebhook(webhook: WebhookRecord): WebhookRow {
  return {
    webhook_id: webhook.webhookId,
    company_id: webhook.companyId,
    url: webhook.url,
    secret: webhook.secret,
    events: JSON.stringify(webhook.events),
    active: Number(webhook.active),
    time_created: webhook.timeCreated,
    time_updated: webhook.timeUpdated,
  };
}

export function toDelivery(row: DeliveryRow): DeliveryRecord {
  return {
    deliveryId: row.delivery_id,
    webhookId: row.webhook_id,
    companyId: row.company_id,
    folderId: row.folder_id,
    analysisId: row.analysis_id,
    url: row.url,
    secret: row.secret,
    event: row.event as DeliveryRecord['event'],
    body: row.body,
    state: row.state as DeliveryRecord['state'],
    attempts: row.attempts,
    nextAt: Number(row.next_at),
    lastStatus: row.last_status,
    lastError: row.last_error,
    timeCreated: Number(row.time_created),
    timeFinished: row.time_finished === null ? null : Number(row.time_finished),
  };
}

export function fromDelivery(delivery: DeliveryRecord): DeliveryRow {
  return {
    delivery_id: delivery.deliveryId,
    webhook_id: delivery.webhookId,
    company_id: delivery.companyId,
    folder_id: delivery.folderId,
    analysis_id: delivery.analysisId,
    url: delivery.url,
    secret: delivery.secret,
    event: delivery.event,
    body: delivery.body,
    state: delivery.state,
    attempts: delivery.attempts,
    next_at: delivery.nextAt,
    last_status: delivery.lastStatus,
    last_error: delivery.lastError,
    time_created: delivery.timeCreated,
    time_finished: delivery.timeFinished,
  };
}
