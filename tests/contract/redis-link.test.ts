import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { RedisLink } from '@presence/adapter';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { type RedisServer, startRedis } from '../support/redis-server.ts';

const logger = pino({ level: 'silent' });
let redis: RedisServer;

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.remove());

/** A way to Redis that can be cut, and that from then on may keep back every request to subscribe. */
async function breakableWay() {
  const to = new URL(redis.url);
  const open = new Set<Socket>();
  const kept = vi.fn();
  let keepBack = false;
  const server = createServer((client) => {
    const onward = connect(Number(to.port), to.hostname);
    open.add(client).add(onward);
    for (const socket of [client, onward]) socket.on('error', () => undefined);
    client.on('close', () => onward.destroy());
    onward.on('close', () => client.destroy());
    onward.pipe(client);
    client.on('data', (sent: Buffer) => {
      if (keepBack && /subscribe/i.test(sent.toString('latin1'))) kept();
      else onward.write(sent);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = new URL(redis.url);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    kept,
    cut: (keep: boolean) => {
      keepBack = keep;
      for (const socket of open) socket.destroy();
      open.clear();
    },
  };
}

it('hears the others again after the connection was lost', async () => {
  const way = await breakableWay();
  const [link, other] = await Promise.all([
    RedisLink.open(way.url, logger),
    RedisLink.open(redis.url, logger),
  ]);
  const heard = vi.fn();
  link.onMessage(heard);
  way.cut(false);
  await expect
    .poll(() => {
      other.tell('changed');
      return heard.mock.calls.length;
    })
    .toBeGreaterThan(0);
  await Promise.all([link.close(), other.close()]);
});

it('leaves no rejection unhandled when it is closed while it subscribes again', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  onTestFinished(() => void process.off('unhandledRejection', unhandled));
  const way = await breakableWay();
  const link = await RedisLink.open(way.url, logger);
  way.cut(true);
  await expect.poll(() => way.kept.mock.calls.length).toBeGreaterThan(0);
  await link.close();
  way.cut(true);
  // Node reports them after the microtasks of the turn in which they were rejected.
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(unhandled).not.toHaveBeenCalled();
});
