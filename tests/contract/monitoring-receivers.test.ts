import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { type AdapterUnderTest, startTestAdapter } from '../support/adapter-under-test.ts';
import { captureThrough } from '../support/capture-through.ts';
import { startDebianProgram } from '../support/debian-program.ts';
import { freePort } from '../support/free-port.ts';
import { type OzBackend, startOzBackend } from '../support/oz-backend.ts';

/* The receivers an operator would use, from Debian's packages: what arrives there is asked of them. */

let folder: string;
let backend: OzBackend;
let adapter: AdapterUnderTest;
let victoria: Awaited<ReturnType<typeof startDebianProgram>>;
let prometheus: Awaited<ReturnType<typeof startDebianProgram>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'presence-receivers-'));
  backend = await startOzBackend();
  const port = await freePort();
  victoria = await startDebianProgram('victoria-metrics', `http://127.0.0.1:${port}/health`, [
    `-storageDataPath=${join(folder, 'victoria')}`,
    `-httpListenAddr=127.0.0.1:${port}`,
  ]);
  adapter = await startTestAdapter(backend.apiUrl, {
    config: { influx_url: `http://127.0.0.1:${port}`, influx_token: 'unused', monitoring_flush_ms: 100 },
  });
  prometheus = await scraper(new URL(adapter.url).host);
  await captureThrough(adapter);
  await adapter.call('/init.php', { origin: 'https://evil.example', method: 'POST' });
  const { init } = await adapter.open();
  const { event_session_id, session_token } = init;
  const events = [
    { name: 'camera.ready', time_ms: 310, data: {} },
    { name: 'result.received', time_ms: 9000, data: {} },
  ];
  expect((await adapter.client.telemetry({ event_session_id, session_token, events })).ok).toBe(true);
});
afterAll(async () => {
  await adapter.remove();
  await Promise.all([victoria.stop(), prometheus.stop(), backend.stop()]);
  await rm(folder, { recursive: true });
});

async function scraper(target: string) {
  const port = await freePort();
  const config = join(folder, 'prometheus.yml');
  const job = {
    job_name: 'presence-adapter',
    scrape_interval: '1s',
    static_configs: [{ targets: [target] }],
  };
  // JSON is YAML.
  await writeFile(config, JSON.stringify({ scrape_configs: [job] }));
  return startDebianProgram('prometheus', `http://127.0.0.1:${port}/-/ready`, [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'prometheus')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
}

const exported = z.object({
  metric: z.record(z.string(), z.string()),
  values: z.array(z.number()),
});

/** Every series VictoriaMetrics holds under a name, with its latest value. It keeps texts as 0. */
async function stored(name: string) {
  await fetch(new URL('/internal/force_flush', victoria.url));
  const query = new URLSearchParams({ 'match[]': `{__name__="${name}",db=""}` });
  const lines = await (await fetch(new URL(`/api/v1/export?${query}`, victoria.url))).text();
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { metric, values } = exported.parse(JSON.parse(line));
      const { __name__, ...tags } = metric;
      return { tags, value: values.at(-1) };
    });
}

describe('VictoriaMetrics takes the line protocol', () => {
  const service = 'presence-adapter';
  it.each([
    ['requests_execution_time', { service, route: 'POST:/request', status_code: '202' }],
    ['requests_request_id', { service, route: 'POST:/request', status_code: '202' }],
    [
      'errors_request_id',
      { service, route: 'POST:/init', status_code: '403', error_code: 'origin_not_allowed' },
    ],
    ['usages_statistic_liveness_estimator_usages', { service }],
    ['usages_statistic_face_descriptor_extractor_usages', { service }],
    ['licensing_license_period_rest', { service, license_status: 'ok' }],
    ['licensing_warnings', { service, license_status: 'ok' }],
    ['licensing_errors', { service, license_status: 'ok' }],
  ])('and gives back %s', async (name, tags) => {
    await vi.waitFor(
      async () => expect((await stored(name)).map((series) => series.tags)).toContainEqual(tags),
      {
        timeout: 20_000,
        interval: 200,
      },
    );
  });

  it('with the numbers that were sent', async () => {
    const [usage] = await stored('usages_statistic_liveness_estimator_usages');
    expect(usage?.value).toBe(1);
    const [rest] = await stored('licensing_license_period_rest');
    expect(rest?.value).toBeGreaterThan(0);
    const upload = (await stored('requests_execution_time')).find(
      ({ tags }) => tags.route === 'POST:/request',
    );
    expect(upload?.value).toBeGreaterThan(0);
    expect(upload?.value).toBeLessThan(60);
  });
});

const answered = z.object({
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
});

describe('Prometheus scrapes /metrics', () => {
  it.each([
    ['requests', 'presence_adapter_request_seconds_count{route="/request",method="POST",status="202"}', 1],
    ['errors by code', 'presence_adapter_errors_total{code="origin_not_allowed"}', 1],
    ['stages from the camera', 'presence_adapter_capture_stage_seconds_sum{stage="camera"}', 0.31],
    ['stages to the verdict', 'presence_adapter_capture_stage_seconds_sum{stage="verdict"}', 9],
    ['the depth of the spool', 'presence_adapter_spool_captures', 0],
    ['its age', 'presence_adapter_spool_oldest_seconds < bool 60', 1],
    [
      'calls of the backend',
      'presence_adapter_backend_call_seconds_count{call="create_folder",outcome="ok"}',
      1,
    ],
    ['captures', 'presence_adapter_capture_seconds_count{outcome="finished"}', 1],
    ['the licence', 'presence_adapter_licence_valid', 1],
    ['its days', 'presence_adapter_licence_days_left > bool 0', 1],
    ['the configuration', 'presence_adapter_config_up_to_date', 1],
  ])('and knows %s', async (_what, query, value) => {
    const url = new URL(`/api/v1/query?${new URLSearchParams({ query })}`, prometheus.url);
    await vi.waitFor(
      async () => {
        const { data } = answered.parse(await (await fetch(url)).json());
        expect(data.result.map((one) => Number(one.value[1]))).toEqual([value]);
      },
      { timeout: 20_000, interval: 200 },
    );
  });
});
