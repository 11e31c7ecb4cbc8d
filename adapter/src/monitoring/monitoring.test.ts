import { pino } from 'pino';
import { expect, it } from 'vitest';
import { openMonitoring } from './monitoring.ts';

it('takes points after its end, of requests that began before, and lets them go', async () => {
  const config = {
    influx_url: 'http://127.0.0.1:1',
    influx_org: 'org',
    influx_bucket: 'bucket',
    influx_token: 'token',
    monitoring_flush_ms: 1000,
    monitoring_plugins: [],
  };
  const monitoring = await openMonitoring(config, process.cwd(), pino({ level: 'silent' }));
  await monitoring.close();
  const point = { measurement: 'requests', time: 1n, tags: {}, fields: { request_id: 'a' } } as const;
  expect(() => monitoring.add([point])).not.toThrow();
});
