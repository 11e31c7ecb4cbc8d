import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AdapterUnderTest, startTestAdapter } from '../support/adapter-under-test.ts';
import { captureThrough } from '../support/capture-through.ts';
import { type Line, parseLineProtocol } from '../support/line-protocol.ts';
import { type CaptureBackend, onEveryBackend } from './on-every-backend.ts';

/** Writes each hook call to a file, as a third party's plug-in would to its own place. */
const PLUGIN = `import { appendFile } from 'node:fs/promises';
export function createMonitoringPlugin() {
  const file = new URL('points.jsonl', import.meta.url);
  return {
    initialize: () => appendFile(file, '"initialized"\\n'),
    flushPointToMonitoring: (points, logger) =>
      appendFile(file, JSON.stringify([typeof logger.info, points.map(({ time, ...rest }) => ({ ...rest, time: String(time) }))]) + '\\n'),
    close: () => appendFile(file, '"closed"\\n'),
  };
}
`;

/** Every documented counter, and nothing else. */
const USAGES_OF_ONE_VIDEO = {
  face_detector_usages: 1n,
  landmarks68_detector_usages: 0n,
  head_pose_estimator_usages: 1n,
  liveness_estimator_usages: 1n,
  mask_estimator_usages: 0n,
  emotion_estimator_usages: 0n,
  mouth_estimator_usages: 1n,
  eye_estimator_usages: 1n,
  gaze_estimator_usages: 0n,
  glasses_estimator_usages: 0n,
  face_warp_quality_estimator_usages: 0n,
  face_basic_attributes_extractor_usages: 0n,
  face_descriptor_extractor_usages: 0n,
  body_detector_usages: 0n,
  body_descriptor_extractor_usages: 0n,
  iso_estimator_usages: 0n,
  face_quality_estimator_usages: 1n,
  body_basic_attributes_estimator_usages: 0n,
  body_upper_attributes_estimator_usages: 0n,
  body_accessories_estimator_usages: 0n,
};

onEveryBackend((start) => {
  let folder: string;
  let database: Server;
  let backend: CaptureBackend;
  let adapter: AdapterUnderTest;
  const lines: Line[] = [];
  const asked: string[] = [];
  const arrivals: number[] = [];
  /** What the database answers while it fails. */
  let failing = false;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'presence-monitoring-'));
    await writeFile(join(folder, 'plugin.mjs'), PLUGIN);
    database = createServer(async (request, response) => {
      // The client packs what is longer than a kilobyte.
      const packed = request.headers['content-encoding'] === 'gzip';
      const body = await text(packed ? request.pipe(createGunzip()) : request);
      asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      if (failing) return void response.writeHead(503).end();
      arrivals.push(Date.now());
      lines.push(...parseLineProtocol(body));
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => database.listen(0, '127.0.0.1', resolve));
    // A TCP server's address is an object.
    const { port } = database.address() as AddressInfo;
    backend = await start();
    adapter = await startTestAdapter(backend.apiUrl, {
      config: {
        influx_url: `http://127.0.0.1:${port}`,
        influx_org: 'bank',
        influx_bucket: 'presence',
        influx_token: 'influx-secret-token',
        monitoring_flush_ms: 100,
        monitoring_plugins: [join(folder, 'plugin.mjs')],
      },
    });
  });
  afterAll(async () => {
    await adapter.remove();
    await backend.remove();
    await new Promise((resolve) => database.close(resolve));
    await rm(folder, { recursive: true });
  });

  const seen = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });
  const of = (measurement: string) => lines.filter((line) => line.measurement === measurement);

  describe('monitoring series', () => {
    it('are sent to InfluxDB with the documented tags and fields, and to the plug-in', async () => {
      await captureThrough(adapter);
      expect(
        (await adapter.call('/init.php', { origin: 'https://evil.example', method: 'POST' })).status,
      ).toBe(403);
      await seen(() => {
        expect(of('usages_statistic')).toHaveLength(1);
        expect(of('errors')).toHaveLength(1);
      });
      expect(asked[0]).toBe(
        'POST /api/v2/write?org=bank&bucket=presence&precision=ns Token influx-secret-token',
      );

      const upload = of('requests').find(({ tags }) => tags.route === 'POST:/request');
      expect(upload?.tags).toEqual({
        service: 'presence-adapter',
        route: 'POST:/request',
        status_code: '202',
      });
      expect(upload?.fields).toEqual({ request_id: expect.any(String), execution_time: expect.any(Number) });
      expect(Math.abs(Number((upload?.time ?? 0n) / 1_000_000n) - Date.now())).toBeLessThan(60_000);

      expect(of('errors')[0]?.tags).toEqual({
        service: 'presence-adapter',
        route: 'POST:/init',
        status_code: '403',
        error_code: 'origin_not_allowed',
      });
      expect(of('errors')[0]?.fields).toEqual({ request_id: expect.any(String) });
      expect(of('usages_statistic')[0]?.tags).toEqual({ service: 'presence-adapter' });
      expect(of('usages_statistic')[0]?.fields).toEqual(USAGES_OF_ONE_VIDEO);
      // At the start; the development licence is valid for years.
      expect(of('licensing')[0]?.tags).toEqual({ service: 'presence-adapter', license_status: 'ok' });
      expect(of('licensing')[0]?.fields).toEqual({
        license_period_rest: expect.any(BigInt),
        warnings: '',
        errors: '',
      });

      const calls = (await readFile(join(folder, 'points.jsonl'), 'utf8'))
        .trim()
        .split('\n')
        .map((one) => JSON.parse(one));
      expect(calls[0]).toBe('initialized');
      const points = calls.slice(1).flatMap(([, all]) => all);
      expect(points).toContainEqual(expect.objectContaining({ measurement: 'requests', tags: upload?.tags }));
      expect(calls.slice(1).every(([logger]) => logger === 'function')).toBe(true);
    });

    it('tell each of many requests in the same millisecond, and those that nobody waited for', async () => {
      const config = () => of('requests').filter(({ tags }) => tags.route === 'GET:/config');
      const before = config().length;
      await Promise.all(Array.from({ length: 40 }, () => adapter.call('/config.php')));
      await seen(() => expect(config()).toHaveLength(before + 40));
      // Two points of one series and one time would be one in the database.
      expect(new Set(config().map(({ time }) => time)).size).toBe(before + 40);

      const session = await adapter.open();
      const leaving = new AbortController();
      const waiting = adapter.call('/result.php?wait=20', {
        headers: { authorization: `Bearer ${session.init.session_token}` },
        signal: leaving.signal,
      });
      await sleep(300);
      leaving.abort();
      await expect(waiting).rejects.toThrow();
      await seen(() =>
        expect(of('requests').map(({ tags }) => `${tags.route} ${tags.status_code}`)).toContain(
          'GET:/result 499',
        ),
      );
    });

    it('wait in a buffer while the database is away, and come later', async () => {
      const before = of('requests').length;
      failing = true;
      const tries = asked.length;
      for (let call = 0; call < 5; call += 1) await adapter.call('/config.php');
      await seen(() => expect(asked.length).toBeGreaterThan(tries));
      await seen(() => expect(adapter.logs.join('')).toContain('monitoring points could not be sent'));
      expect(of('requests')).toHaveLength(before);
      failing = false;
      await seen(() => expect(of('requests').length).toBeGreaterThanOrEqual(before + 5));
    });

    it('refuse a plug-in without the hook when it is configured, and keep the former one', async () => {
      await writeFile(join(folder, 'broken.mjs'), 'export const createMonitoringPlugin = () => ({});');
      const broken = adapter.reconfigure({ monitoring_plugins: [join(folder, 'broken.mjs')] });
      await expect(broken).rejects.toThrow('has no method flushPointToMonitoring');
      await adapter.reconfigure({});
      expect(await readFile(join(folder, 'points.jsonl'), 'utf8')).toContain('"closed"');
    });
  });

  it('counts the stages of a capture as the browser saw them, whatever it claims', async () => {
    const { init } = await adapter.open();
    const send = (events: readonly unknown[]) =>
      adapter.call('/tm.php', {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: JSON.stringify({
          event_session_id: init.event_session_id,
          session_token: init.session_token,
          events,
        }),
      });
    await send([
      { name: 'camera.ready', time_ms: 310, data: {} },
      { name: 'result.received', time_ms: 9000, data: {} },
      { name: 'result.received', time_ms: 1e300, data: {} },
    ]);
    const metrics = await (await adapter.call('/metrics')).text();
    expect(metrics).toContain('presence_adapter_capture_stage_seconds_sum{stage="camera"} 0.31');
    expect(metrics).toContain('presence_adapter_capture_stage_seconds_count{stage="verdict"} 1');
    expect(metrics).toContain('presence_adapter_licence_valid 1');
    expect(metrics).toContain('presence_adapter_spool_oldest_seconds');
    expect(metrics).toMatch(
      /presence_adapter_backend_call_seconds_count\{call="create_folder",outcome="ok"\} 1/,
    );
  });
});
