import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InitResponse } from '@presence/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chaosFrames } from '../chaos/patient-client.ts';
import { startNodeCapture } from '../support/node-capture.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { startTraceCollector, type TraceCollector } from '../support/trace-collector.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
/** The page's own span, which the adapter's calls are children of. */
const PAGE = 'b7ad6b7169203331';

/** What a program wrote as JSON lines; the lines for people on its standard output are left out. */
function logOf(output: string): Record<string, unknown>[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

describe('one capture through both programs', () => {
  let stack: Stack;
  let init: InitResponse;
  let id: string;
  let collector: TraceCollector;
  beforeAll(async () => {
    collector = await startTraceCollector();
    const traced = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20c3Bhbg==',
    };
    stack = await startStack({ adapterEnv: { WA_LOG_LEVEL: 'debug', ...traced }, engineEnv: traced });
    const traceparent = `00-${TRACE}-${PAGE}-01`;
    const capture = await startNodeCapture(stack.url, ['video_selfie_left'], { traceparent });
    ({ init } = capture);
    id = init.event_session_id;
    const events = [{ name: 'camera.ready', time_ms: 310, data: {} }];
    const { session_token } = init;
    const told = await capture.client.telemetry({ event_session_id: id, session_token, events });
    expect(told.status).toBe(204);
    expect((await capture.upload(await capture.seal([await chaosFrames()]))).status).toBe(202);
    expect((await capture.result()).state).toBe('finished');
    // The verdict is told before it is logged.
    await vi.waitFor(() => expect(stack.adapter.output()).toContain('capture settled'), 20_000);
  });
  afterAll(async () => {
    await stack.stop();
    await collector.stop();
  });

  it('stands under one event_session_id in every line of the adapter that belongs to it', () => {
    const lines = logOf(stack.adapter.output());
    const own = lines.filter((line) => line.event_session_id === id);
    expect(own.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['session opened', 'telemetry', 'container accepted', 'capture settled']),
    );
    const requests = lines.filter(({ req }) => /^\/(init|request|result|tm)/.test(pathOf(req)));
    expect(requests.length).toBeGreaterThanOrEqual(4);
    expect(requests.filter((line) => line.event_session_id !== id)).toEqual([]);
  });

  it('stands under the same one in every line of the engine, from the upload to the end of the analysis', () => {
    const lines = logOf(stack.engine().output());
    const own = lines.filter((line) => line.event_session_id === id);
    expect(own.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['request completed', 'analysis done', 'analysis finished']),
    );
    const requests = lines.filter(({ req }) => /^\/api\/folders/.test(pathOf(req)));
    expect(requests.length).toBeGreaterThanOrEqual(2);
    expect(requests.filter((line) => line.event_session_id !== id)).toEqual([]);
    expect(lines.filter((line) => 'analysis_id' in line && line.event_session_id !== id)).toEqual([]);
  });

  it('is one trace, from the page through the adapter to the analysis', async () => {
    const named = (name: string) => collector.spans.filter((span) => span.name === name);
    await vi.waitFor(() => {
      for (const name of ['GET /result', 'analysis', 'poll']) expect(named(name)).not.toEqual([]);
    }, 20_000);
    expect(collector.calls[0]).toBe('POST /v1/traces Basic c3Bhbg==');
    expect([...new Set(collector.spans.map(({ traceId }) => traceId))]).toEqual([TRACE]);
    const parentOf = (name: string) => {
      const [span] = named(name);
      const parent = collector.spans.find(({ spanId }) => spanId === span?.parentSpanId);
      return parent === undefined ? span?.parentSpanId : `${parent.service} ${parent.name}`;
    };
    for (const call of ['POST /init', 'POST /request', 'GET /result', 'POST /tm'])
      expect([call, parentOf(call)]).toEqual([call, PAGE]);
    for (const step of ['receive', 'verify', 'spool', 'deliver', 'poll'])
      expect([step, parentOf(step)]).toEqual([step, 'presence-adapter POST /request']);
    expect(parentOf('create_folder')).toBe('presence-adapter deliver');
    expect(parentOf('POST /api/folders')).toBe('presence-adapter create_folder');
    expect(parentOf('POST /api/folders/:folderId/analyses')).toBe('presence-adapter start_analyses');
    expect(parentOf('analysis')).toBe('presence-engine POST /api/folders/:folderId/analyses');
    expect(named('analysis')[0]?.attributes).toMatchObject({
      event_session_id: id,
      'analysis.type': 'QUALITY',
    });
    expect(collector.spans.filter(({ failed }) => failed)).toEqual([]);
    for (const secret of [init.session_token, init.challenge.nonce])
      expect(JSON.stringify(collector.spans)).not.toContain(secret);
  });

  it('leaves neither its token nor its nonce in either log', async () => {
    const serviceToken = (await readFile(join(stack.dataDir, 'service-token'), 'utf8')).trim();
    for (const secret of [init.session_token, init.challenge.nonce, serviceToken])
      expect(stack.adapter.output() + stack.engine().output()).not.toContain(secret);
  });
});

/** The path of a request's line, or nothing. */
function pathOf(req: unknown): string {
  return String((req as { path?: unknown } | undefined)?.path ?? ''); // a line of pino-http, or another
}
