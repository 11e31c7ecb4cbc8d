import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { form, jpeg, startEngine, type TestEngine } from './oz-api-support.ts';

const WEBHOOKS = { everything: undefined, allow: ['127.0.0.1'], retryMs: [20, 40, 80], timeoutMs: 300 };
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

let engine: TestEngine;
let receiver: WebhookReceiver;

beforeAll(async () => {
  engine = await startEngine({ config: { webhooks: WEBHOOKS } });
});
afterAll(() => engine.remove());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  for (const { webhook_id } of (await engine.call('GET', '/api/webhooks')).body)
    await engine.call('DELETE', `/api/webhooks/${webhook_id}`);
  await receiver.stop();
});

async function register(changes: object = {}) {
  const reply = await engine.call('POST', '/api/webhooks', { json: { url: receiver.url, ...changes } });
  expect([reply.status, reply.body]).toEqual([201, expect.anything()]);
  return reply.body;
}

async function analyse(seed: string, payload: object = {}) {
  const metaData = { transaction_id: seed };
  const whole = { 'folder:meta_data': metaData, analyses: [{ type: 'quality' }], ...payload };
  const reply = await engine.call('POST', '/api/folders', { body: form({ v: jpeg(seed) }, whole) });
  expect(reply.status).toBe(201);
  return reply.body;
}

async function arrived(count: number, from = receiver) {
  await expect.poll(() => from.messages.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(count);
  return from.messages.map((message) => ({ ...message, json: JSON.parse(message.body) }));
}

async function deliveryOf(webhookId: string, state: string) {
  let found: Record<string, unknown>[] = [];
  const look = async () => {
    found = (await engine.call('GET', `/api/webhooks/${webhookId}/deliveries`)).body;
    return found.map((delivery) => delivery.state);
  };
  await expect.poll(look, { timeout: 30_000 }).toContain(state);
  return found.find((delivery) => delivery.state === state);
}

describe('a webhook', () => {
  it('gets the analysis and the folder, signed so that the key alone tells them from forgeries', async () => {
    const { secret } = await register();
    expect(secret).toMatch(/^whsec_/);
    const folder = await analyse('signed');
    const messages = await arrived(2);
    expect(messages.map(({ json }) => json.type).sort()).toEqual(['analysis.finished', 'folder.finished']);
    for (const { headers, body, json } of messages) {
      const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers;
      const key = Buffer.from(secret.slice(6), 'base64');
      const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
      expect(signature).toBe(`v1,${mac}`);
      expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(30);
      expect(json.data).toMatchObject({ folder_id: folder.folder_id, company_id: expect.any(String) });
    }
    expect(messages.find(({ json }) => json.type === 'folder.finished')?.json.data).toMatchObject({
      system_resolution: 'SUCCESS',
      meta_data: { transaction_id: 'signed' },
      analyses: [{ resolution: 'SUCCESS' }],
    });
    expect(messages.find(({ json }) => json.type === 'analysis.finished')?.json.data).toMatchObject({
      type: 'QUALITY',
      resolution_status: 'SUCCESS',
      folder_meta_data: { transaction_id: 'signed' },
    });
  });

  it('is tried again with the same id and the same words until it answers', async () => {
    const { webhook_id } = await register({ events: ['folder.finished'] });
    receiver.answers.push(500, 302, 0);
    await analyse('retried');
    const messages = await arrived(4);
    expect(messages.map(({ status }) => status)).toEqual([500, 302, 0, 204]);
    expect(new Set(messages.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(messages.map(({ body }) => body)).size).toBe(1);
    expect(await deliveryOf(webhook_id, 'DELIVERED')).toMatchObject({
      attempts: 4,
      last_status: 204,
      last_error: null,
      delivery_id: messages[0]?.headers['webhook-id'],
    });
    const metrics = (await engine.call('GET', '/metrics')).bytes.toString();
    // Of all messages so far: on a slow machine an earlier one may have been tried again too.
    const retried = Number(/webhook_attempts_total\{outcome="retry"\} (\d+)/.exec(metrics)?.[1]);
    expect(retried).toBeGreaterThanOrEqual(3);
  });

  it('is given up after the last attempt, and sent once more when asked to', async () => {
    const { webhook_id } = await register({ events: ['folder.finished'] });
    receiver.answers.push(500, 500, 500, 503);
    await analyse('given up');
    const failed = await deliveryOf(webhook_id, 'FAILED');
    expect(failed).toMatchObject({ attempts: 4, last_status: 503, last_error: 'The receiver answered 503.' });
    const again = `/api/webhooks/${webhook_id}/deliveries/${failed?.delivery_id}`;
    expect((await engine.call('POST', again)).status).toBe(201);
    await deliveryOf(webhook_id, 'DELIVERED');
    expect(receiver.messages).toHaveLength(5);
  });

  it('that says it is gone gets no more', async () => {
    const { webhook_id } = await register({ events: ['folder.finished'] });
    receiver.answers.push(410);
    await analyse('gone');
    await deliveryOf(webhook_id, 'FAILED');
    await expect
      .poll(async () => (await engine.call('GET', `/api/webhooks/${webhook_id}`)).body.active)
      .toBe(false);
    await analyse('unheard');
    expect((await engine.call('GET', `/api/webhooks/${webhook_id}/deliveries`)).body).toHaveLength(1);
  });

  it('can be tested, changed and removed; its secret is shown once', async () => {
    const { webhook_id } = await register();
    const path = `/api/webhooks/${webhook_id}`;
    expect((await engine.call('POST', `${path}/deliveries`)).body).toMatchObject({ event: 'webhook.test' });
    expect((await arrived(1))[0]?.json).toMatchObject({ type: 'webhook.test', data: { webhook_id } });
    const changed = await engine.call('PATCH', path, {
      json: { events: ['folder.finished'], active: false },
    });
    expect(changed.body).toMatchObject({ active: false, events: ['folder.finished'] });
    expect(changed.body.secret).toBeUndefined();
    expect((await engine.call('GET', path)).body.secret).toBeUndefined();
    expect((await engine.call('DELETE', path)).status).toBe(204);
    expect((await engine.call('GET', path)).status).toBe(404);
  });

  it('may belong to one folder, named beside its analyses', async () => {
    const { folder_id } = await analyse('own', { webhook: { url: receiver.url, secret: SECRET } });
    await arrived(2);
    const added = await engine.call('POST', `/api/folders/${folder_id}/analyses`, {
      json: {
        analyses: [{ type: 'quality' }],
        webhook: { url: receiver.url, secret: SECRET, events: ['folder.finished'] },
      },
    });
    expect(added.status).toBe(201);
    expect((await arrived(3)).at(-1)?.json).toMatchObject({ type: 'folder.finished', data: { folder_id } });
    await analyse('another');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(receiver.messages).toHaveLength(3);
  });

  it.each([
    ['http://127.0.0.2/', 'https://'],
    ['https://127.0.0.2/', 'private'],
    ['https://169.254.169.254/latest/meta-data', 'private'],
    ['https://[::1]/', 'private'],
    ['https://[::ffff:10.0.0.1]/', 'private'],
    ['https://2130706434/', 'private'],
    ['https://localhost/', 'private'],
    ['https://user:pass@example.com/', 'no user'],
    ['ftp://example.com/', 'https://'],
    ['nonsense', 'address'],
  ])('may not be %s', async (url, word) => {
    const reply = await engine.call('POST', '/api/webhooks', { json: { url } });
    expect([reply.status, reply.body.details.code]).toEqual([400, 'invalid_value']);
    expect(reply.body.error_message).toContain(word);
  });
});

describe('messages', () => {
  it('wait while engine and receiver are away', async () => {
    const port = await freePort();
    const first = await startEngine({ config: { webhooks: { ...WEBHOOKS, retryMs: [200, 400, 800] } } });
    const url = `http://127.0.0.1:${port}/`;
    await first.call('POST', '/api/webhooks', { json: { url, events: ['folder.finished'] } });
    const payload = { analyses: [{ type: 'quality' }] };
    const { body } = await first.call('POST', '/api/folders', { body: form({ v: jpeg('away') }, payload) });
    await first.stop();
    const late = await startReceiver(port);
    const second = await startEngine({ dataDir: first.dataDir, config: { webhooks: WEBHOOKS } });
    const [message] = await arrived(1, late);
    expect(message?.json.data.folder_id).toBe(body.folder_id);
    await second.remove();
    await late.stop();
  });

  it('go to the receiver of the configuration for every company', async () => {
    const everything = { url: receiver.url, secret: SECRET };
    const own = await startEngine({ config: { webhooks: { ...WEBHOOKS, allow: [], everything } } });
    const payload = { analyses: [{ type: 'quality' }] };
    await own.call('POST', '/api/folders', { body: form({ v: jpeg('all') }, payload) });
    expect((await arrived(2)).map(({ json }) => json.type).sort()).toEqual([
      'analysis.finished',
      'folder.finished',
    ]);
    await own.remove();
  });
});

describe('docs/engine-api.md', () => {
  it('shows how to check a message, and the check works', async () => {
    const page = readFileSync(new URL('../../docs/engine-api.md', import.meta.url), 'utf8');
    const snippet = /```js\n(\/\/ Webhook check[\s\S]*?)```/.exec(page)?.[1];
    if (snippet === undefined) throw new Error('docs/engine-api.md shows no webhook check');
    const module = await import(`data:text/javascript,${encodeURIComponent(snippet)}`);
    await register({ secret: SECRET, events: ['folder.finished'] });
    await analyse('checked');
    const [message] = await arrived(1);
    expect(module.isGenuine(message?.headers, message?.body, SECRET)).toBe(true);
    expect(module.isGenuine(message?.headers, `${message?.body} `, SECRET)).toBe(false);
    const old = { ...message?.headers, 'webhook-timestamp': '1790000000' };
    expect(module.isGenuine(old, message?.body, SECRET)).toBe(false);
    expect(module.isGenuine({}, message?.body, SECRET)).toBe(false);
  });
});
