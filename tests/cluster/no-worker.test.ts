import { afterAll, beforeAll, expect, it } from 'vitest';
import { finished, form, jpeg, startEngine, type TestEngine } from '../contract/oz-api-support.ts';

let api: TestEngine;
beforeAll(async () => {
  api = await startEngine({ config: { role: 'api', waitMs: 300, maintenanceMs: 50 } });
});
afterAll(() => api.remove());

it('says so itself, where every worker is gone, and leaves nothing in the queue', async () => {
  const body = form({ v: jpeg('left alone') }, { analyses: [{ type: 'quality' }] });
  const reply = await api.call('POST', '/api/folders', { body });
  expect([reply.status, reply.body.system_resolution]).toEqual([201, 'FAILED']);
  const { analysis_id: id } = reply.body.analyses[0];
  expect((await finished(api, id)).error_message).toMatch(/^Expired: no worker took this analysis up/);
  await expect
    .poll(async () => (await api.call('GET', '/api/healthcheck')).body.queue, { timeout: 10_000 })
    .toEqual({ waiting: 0, running: 0 });
});
