import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Store } from '../../packages/engine/src/model/store.ts';
import {
  type DeliveryRecord,
  EVERY_COMPANY,
  SUBSCRIBED_EVENTS,
  type WebhookRecord,
} from '../../packages/engine/src/model/webhooks.ts';
import { newThings, type Things } from '../support/company-world.ts';

const T0 = 1_790_000_000_000;
const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const OUTCOME = {
  state: 'FINISHED',
  resolution: 'SUCCESS',
  resultsData: null,
  resultsMedia: [],
  errorMessage: null,
} as const;

function webhook(changes: Partial<WebhookRecord> = {}): WebhookRecord {
  return {
    webhookId: randomUUID(),
    companyId: 'c',
    url: 'https://one.example/',
    secret: SECRET,
    events: SUBSCRIBED_EVENTS,
    active: true,
    timeCreated: T0,
    timeUpdated: T0,
    ...changes,
  };
}

function delivery(changes: Partial<DeliveryRecord> = {}): DeliveryRecord {
  return {
    deliveryId: randomUUID(),
    webhookId: 'w',
    companyId: 'c',
    folderId: null,
    analysisId: null,
    url: 'https://one.example/',
    secret: SECRET,
    event: 'webhook.test',
    body: null,
    state: 'WAITING',
    attempts: 0,
    nextAt: T0,
    lastStatus: null,
    lastError: null,
    timeCreated: T0,
    timeFinished: null,
    ...changes,
  };
}

/** A folder of company `c` with an analysis under way, and another one beside it. */
async function underWay(store: Store): Promise<Things & { readonly analyses: readonly string[] }> {
  const things = await newThings(store, { userId: 'u', companyId: 'c' });
  const done = await store.analyses.get(things.analysisId ?? '');
  if (!done) throw new Error('no analysis');
  const fresh = [randomUUID(), randomUUID()].map((analysisId) => ({
    ...done,
    analysisId,
    state: 'PROCESSING' as const,
    resolution: null,
    timeCreated: T0,
  }));
  await store.analyses.add(fresh);
  return Object.assign(things, { analyses: fresh.map(({ analysisId }) => analysisId) });
}

/** Receivers and messages, for any store. */
export function describeWebhooks(store: () => Store): void {
  it('keeps receivers by company', async () => {
    const { webhooks } = store();
    const [one, two] = [webhook(), webhook({ companyId: 'd', timeCreated: T0 + 1 })];
    await webhooks.save(one);
    await webhooks.save(two);
    expect(await webhooks.get(one.webhookId)).toEqual(one);
    expect(await webhooks.list('c')).toEqual([one]);
    expect(await webhooks.list(undefined)).toEqual([one, two]);
    await webhooks.save({ ...one, active: false, events: ['folder.finished'] });
    expect(await webhooks.get(one.webhookId)).toMatchObject({ active: false, events: ['folder.finished'] });
    await webhooks.addDelivery(delivery({ webhookId: one.webhookId }));
    await webhooks.delete(one.webhookId);
    expect(await webhooks.claim(T0, 10, 10)).toEqual([]);
    expect(await webhooks.list('c')).toEqual([]);
  });

  it('writes the messages of an analysis with its end, for everyone who wants them', async () => {
    const { webhooks, analyses } = store();
    const hooks = [
      webhook(),
      webhook({ companyId: EVERY_COMPANY, events: ['folder.finished'] }),
      webhook({ active: false }),
      webhook({ companyId: 'd' }),
    ];
    for (const hook of hooks) await webhooks.save(hook);
    const { folderId = '', analyses: ids } = await underWay(store());
    await webhooks.addToFolder(folderId, { url: 'https://old.example/', secret: SECRET, events: [] });
    await webhooks.addToFolder(folderId, {
      url: 'https://own.example/',
      secret: SECRET,
      events: ['analysis.finished'],
    });
    const [first = '', second = ''] = ids;
    await analyses.finish(first, OUTCOME, T0 + 5);
    const names = async () =>
      (await webhooks.claim(T0 + 10, 1_000, 50))
        .map(({ webhookId, event, analysisId }) => [
          webhookId === null ? 'own' : hooks.findIndex((hook) => hook.webhookId === webhookId),
          event,
          analysisId,
        ])
        .sort();
    expect(await names()).toEqual([
      [0, 'analysis.finished', first],
      ['own', 'analysis.finished', first],
    ]);
    await analyses.finish(second, OUTCOME, T0 + 6);
    await analyses.finish(second, OUTCOME, T0 + 7);
    expect(await names()).toEqual([
      [0, 'analysis.finished', second],
      [0, 'folder.finished', null],
      [1, 'folder.finished', null],
      ['own', 'analysis.finished', second],
    ]);
  });

  describeDeliveries(store);
}

function describeDeliveries(store: () => Store): void {
  it('gives a message to one at a time, and again when nobody was heard of', async () => {
    const { webhooks } = store();
    const messages = Array.from({ length: 6 }, () => delivery());
    for (const message of messages) await webhooks.addDelivery(message);
    await webhooks.addDelivery(delivery({ nextAt: T0 + 1 }));
    const claims = await Promise.all([1, 2, 3].map(() => webhooks.claim(T0, 100, 10)));
    const ids = claims.flat().map(({ deliveryId }) => deliveryId);
    expect(ids.sort()).toEqual(messages.map(({ deliveryId }) => deliveryId).sort());
    expect(claims.flat().every(({ attempts }) => attempts === 1)).toBe(true);
    expect(await webhooks.claim(T0, 100, 10)).toEqual([]);
    expect((await webhooks.claim(T0 + 100, 100, 10)).map(({ attempts }) => attempts).sort()).toEqual([
      1, 2, 2, 2, 2, 2, 2,
    ]);
  });

  it('remembers what became of a message', async () => {
    const { webhooks } = store();
    const [one, two] = [delivery(), delivery({ timeCreated: T0 + 1, nextAt: T0 + 1 })];
    await webhooks.addDelivery(one);
    await webhooks.addDelivery(two);
    await webhooks.setBody(one.deliveryId, '{"a":1}');
    await webhooks.claim(T0, 100, 1);
    await webhooks.settle(one.deliveryId, { kind: 'retry', status: 500, error: 'no', at: T0 + 50 }, T0 + 1);
    expect(await webhooks.getDelivery(one.deliveryId)).toMatchObject({
      body: '{"a":1}',
      state: 'WAITING',
      lastStatus: 500,
      lastError: 'no',
      nextAt: T0 + 50,
    });
    await webhooks.postpone(one.url, T0 + 10, T0 + 60);
    expect((await webhooks.claim(T0 + 50, 100, 10)).map(({ deliveryId }) => deliveryId)).toEqual([
      one.deliveryId,
    ]);
    await webhooks.settle(one.deliveryId, { kind: 'delivered', status: 204 }, T0 + 70);
    await webhooks.settle(two.deliveryId, { kind: 'failed', status: null, error: 'never' }, T0 + 90);
    expect(await webhooks.listDeliveries('w', 10, 0)).toMatchObject([
      { state: 'FAILED', lastError: 'never', timeFinished: T0 + 90 },
      { state: 'DELIVERED', lastStatus: 204, lastError: null, timeFinished: T0 + 70, attempts: 2 },
    ]);
    await webhooks.again(two.deliveryId, T0 + 100);
    expect(await webhooks.getDelivery(two.deliveryId)).toMatchObject({ state: 'WAITING', attempts: 0 });
    await webhooks.forgetBefore(T0 + 1_000);
    expect(await webhooks.listDeliveries('w', 10, 0)).toHaveLength(1);
  });
}
