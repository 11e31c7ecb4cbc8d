import { randomBytes, randomUUID } from 'node:crypto';
import express, { type Router } from 'express';
import * as z from 'zod';
import { EngineError } from '../model/engine-error.ts';
import type { Caller } from '../model/principal.ts';
import type { DeliveryRecord, WebhookRecord } from '../model/webhooks.ts';
import type { ApiContext } from './api-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { one, paging } from './folder-query.ts';
import { parseJsonBody } from './json-body.ts';
import { notFound, ownedWebhook, pathParameter } from './owned.ts';
import { parseInput } from './parse-input.ts';
import { eventsSchema, secretSchema, urlSchema } from './webhook-input.ts';

/** Receivers one company may have. Ours, 2026-11-22. */
const MAX_WEBHOOKS = 20;
const SECRET_BYTES = 32;

const newSchema = z.looseObject({
  url: urlSchema,
  /** Absent: the engine makes one. */
  secret: secretSchema.optional(),
  events: eventsSchema.optional(),
  company_id: z.string().min(1).max(100).nullish(),
});

const changeSchema = z.looseObject({
  url: urlSchema.optional(),
  secret: secretSchema.optional(),
  events: eventsSchema.optional(),
  active: z.boolean().optional(),
});

/** `/api/webhooks` and what lies below: undocumented, ours. */
export function webhookRoutes(context: ApiContext): Router {
  const router = express.Router();
  webhookList(router, context);
  oneWebhook(router, context);
  deliveries(router, context);
  return router;
}

function webhookList(router: Router, context: ApiContext): void {
  const { secure, store } = context;
  secure(router, '/webhooks', {
    get: async (req, res, caller) => {
      const companyId = caller.reach === 'all' ? one(req.query, 'company_id') : caller.companyId;
      const webhooks = await store.webhooks.list(companyId || undefined);
      res.json(webhooks.map(webhookView));
    },
    post: async (req, res, caller) => {
      await parseJsonBody(req, res);
      const webhook = await makeWebhook(context, caller, req.body);
      // The only reply that has the secret.
      res.status(201).json({ ...webhookView(webhook), secret: webhook.secret });
    },
  });
}

async function makeWebhook(
  { store, checkReceiver, now }: ApiContext,
  caller: Caller,
  body: unknown,
): Promise<WebhookRecord> {
  const { url, secret, events, company_id } = parseInput(newSchema, body, 'body');
  const companyId = company_id ?? caller.companyId;
  if (caller.reach !== 'all' && companyId !== caller.companyId)
    throw new EngineError('auth_forbidden', 'company_id is not your company.');
  if (!(await store.companies.get(companyId)))
    throw new EngineError('invalid_value', 'company_id: there is no such company.');
  checkReceiver(url);
  if ((await store.webhooks.list(companyId)).length >= MAX_WEBHOOKS)
    throw new EngineError('invalid_value', `A company may have ${MAX_WEBHOOKS} webhooks.`);
  const time = now();
  const webhook: WebhookRecord = {
    webhookId: randomUUID(),
    companyId,
    url,
    secret: secret ?? `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`,
    events: events ?? ['analysis.finished', 'folder.finished'],
    active: true,
    timeCreated: time,
    timeUpdated: time,
  };
  await store.webhooks.save(webhook);
  return webhook;
}

function oneWebhook(router: Router, { secure, store, checkReceiver, now }: ApiContext): void {
  secure(router, '/webhooks/:webhookId', {
    get: async (req, res, caller) => {
      res.json(webhookView(await ownedWebhook(store, caller, pathParameter(req, 'webhookId'))));
    },
    patch: async (req, res, caller) => {
      const webhook = await ownedWebhook(store, caller, pathParameter(req, 'webhookId'));
      await parseJsonBody(req, res);
      const input = parseInput(changeSchema, req.body, 'body');
      const changed: WebhookRecord = {
        ...webhook,
        url: input.url ?? webhook.url,
        secret: input.secret ?? webhook.secret,
        events: input.events ?? webhook.events,
        active: input.active ?? webhook.active,
        timeUpdated: now(),
      };
      checkReceiver(changed.url);
      await store.webhooks.save(changed);
      res.json(webhookView(changed));
    },
    delete: async (req, res, caller) => {
      const { webhookId } = await ownedWebhook(store, caller, pathParameter(req, 'webhookId'));
      await store.webhooks.delete(webhookId);
      res.status(204).end();
    },
  });
}

function deliveries(router: Router, { secure, store, messagesWait, now }: ApiContext): void {
  const owned = async (caller: Caller, webhookId: string, deliveryId: string) => {
    await ownedWebhook(store, caller, webhookId);
    const delivery = await store.webhooks.getDelivery(deliveryId);
    if (delivery?.webhookId !== webhookId) throw notFound('delivery', deliveryId);
    return delivery;
  };
  secure(router, '/webhooks/:webhookId/deliveries', {
    get: async (req, res, caller) => {
      const { webhookId } = await ownedWebhook(store, caller, pathParameter(req, 'webhookId'));
      const { limit, offset } = paging(req.query);
      res.json((await store.webhooks.listDeliveries(webhookId, limit, offset)).map(deliveryView));
    },
    // Sends a message of type webhook.test.
    post: async (req, res, caller) => {
      const webhook = await ownedWebhook(store, caller, pathParameter(req, 'webhookId'));
      const delivery = testMessage(webhook, now());
      await store.webhooks.addDelivery(delivery);
      messagesWait();
      res.status(201).json(deliveryView(delivery));
    },
  });
  secure(router, '/webhooks/:webhookId/deliveries/:deliveryId', {
    get: async (req, res, caller) => {
      const [webhookId, deliveryId] = [pathParameter(req, 'webhookId'), pathParameter(req, 'deliveryId')];
      res.json(deliveryView(await owned(caller, webhookId, deliveryId)));
    },
    // Sends it once more, with the same id.
    post: async (req, res, caller) => {
      const [webhookId, deliveryId] = [pathParameter(req, 'webhookId'), pathParameter(req, 'deliveryId')];
      await owned(caller, webhookId, deliveryId);
      await store.webhooks.again(deliveryId, now());
      messagesWait();
      res.status(201).json(deliveryView(await owned(caller, webhookId, deliveryId)));
    },
  });
}

function testMessage({ webhookId, companyId, url, secret }: WebhookRecord, now: number): DeliveryRecord {
  return {
    deliveryId: randomUUID(),
    webhookId,
    companyId,
    folderId: null,
    analysisId: null,
    url,
    secret,
    event: 'webhook.test',
    body: null,
    state: 'WAITING',
    attempts: 0,
    nextAt: now,
    lastStatus: null,
    lastError: null,
    timeCreated: now,
    timeFinished: null,
  };
}

function webhookView(webhook: WebhookRecord) {
  return {
    webhook_id: webhook.webhookId,
    company_id: webhook.companyId,
    url: webhook.url,
    events: webhook.events,
    active: webhook.active,
    time_created: epochSeconds(webhook.timeCreated),
    time_updated: epochSeconds(webhook.timeUpdated),
  };
}

function deliveryView(delivery: DeliveryRecord) {
  const { timeFinished } = delivery;
  return {
    delivery_id: delivery.deliveryId,
    webhook_id: delivery.webhookId,
    folder_id: delivery.folderId,
    analysis_id: delivery.analysisId,
    event: delivery.event,
    state: delivery.state,
    attempts: delivery.attempts,
    next_attempt: delivery.state === 'WAITING' ? epochSeconds(delivery.nextAt) : null,
    last_status: delivery.lastStatus,
    last_error: delivery.lastError,
    time_created: epochSeconds(delivery.timeCreated),
    time_finished: timeFinished === null ? null : epochSeconds(timeFinished),
  };
}
