import { expect, it } from 'vitest';
import { createHealthCheck } from './health.ts';

function setUp() {
  const asked = { database: 0 };
  const clock = { now: 1_000 };
  const state = { redis: true };
  const check = createHealthCheck({
    store: {
      async ping() {
        asked.database += 1;
      },
    },
    blobs: { ping: async () => {} },
    async queueSizes() {
      if (!state.redis) throw new Error('Redis is away');
      return { tfss: { waiting: 2, running: 1 }, regula: { waiting: 1, running: 0 } };
    },
    now: () => clock.now,
  });
  return { asked, clock, state, check };
}

it('asks once, however many want to know within a while', async () => {
  const { asked, clock, check } = setUp();
  await Promise.all(Array.from({ length: 50 }, check));
  clock.now += 1_999;
  await check();
  expect(asked.database).toBe(1);
  clock.now += 1;
  await check();
  expect(asked.database).toBe(2);
});

it('names what failed', async () => {
  const { state, clock, check } = setUp();
  const well = { database: 'ok', media_storage: 'ok', queue: 'ok' };
  expect(await check()).toEqual({ checks: well, queue: { waiting: 3, running: 1 } });
  state.redis = false;
  clock.now += 10_000;
  expect(await check()).toEqual({ checks: { ...well, queue: 'failed' }, queue: undefined });
});
