import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEngine, type TestEngine } from './oz-api-support.ts';

/* What docs/monitoring/ has for Prometheus and Grafana, against the series of a running engine. */

const run = promisify(execFile);
const at = (name: string) => fileURLToPath(new URL(`../../docs/monitoring/${name}`, import.meta.url));
const ALERTS = at('engine-alerts.yml');
const SERIES = /\bpresence_engine_\w+/g;
const PARTS = /_(bucket|sum|count)$/;

let engine: TestEngine;
let exported: ReadonlyMap<string, string>;
let fresh: string;

beforeAll(async () => {
  engine = await startEngine();
  const text = (await engine.call('GET', '/metrics', { token: null })).bytes.toString();
  fresh = text;
  exported = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]),
  );
});
afterAll(() => engine.remove());

/** Series a text names that no engine has. */
function unknown(text: string): readonly string[] {
  return [...text.matchAll(SERIES)]
    .map(([name]) => name)
    .filter((name) => !exported.has(name) && exported.get(name.replace(PARTS, '')) !== 'histogram');
}

describe('docs/monitoring', () => {
  it('asks of the engine only what it tells', async () => {
    for (const file of [ALERTS, at('engine-dashboard.json')]) {
      const text = await readFile(file, 'utf8');
      expect(text.match(SERIES)?.length).toBeGreaterThan(5);
      expect([file, unknown(text)]).toEqual([file, []]);
    }
    expect(unknown('presence_engine_up presence_engine_down presence_engine_up_count')).toHaveLength(2);
  });

  it('can see the first failure of a process: what it counts begins at 0', () => {
    for (const type of ['QUALITY', 'BIOMETRY', 'COLLECTION', 'DOCUMENTS']) {
      expect(fresh).toContain(`presence_engine_analyses_received_total{type="${type}"} 0\n`);
      for (const resolution of ['SUCCESS', 'OPERATOR_REQUIRED', 'DECLINED', 'FAILED'])
        expect(fresh).toContain(
          `presence_engine_analyses_finished_total{type="${type}",resolution="${resolution}"} 0\n`,
        );
    }
    for (const outcome of ['delivered', 'retry', 'failed'])
      expect(fresh).toContain(`presence_engine_webhook_attempts_total{outcome="${outcome}"} 0\n`);
  });

  it('has a panel for every series of the engine', async () => {
    const dashboard = await readFile(at('engine-dashboard.json'), 'utf8');
    const own = [...exported.keys()].filter((name) => name.startsWith('presence_engine_'));
    expect(own.length).toBeGreaterThan(8);
    expect(own.filter((name) => !dashboard.includes(name))).toEqual([]);
  });

  it('alerts at the limits and not below, as Prometheus reads the rules', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'presence-alerts-'));
    const test = join(folder, 'test.yml');
    // JSON is YAML.
    await writeFile(test, JSON.stringify({ rule_files: [ALERTS], evaluation_interval: '1m', tests: TESTS }));
    try {
      await run('promtool', ['test', 'rules', test]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

const UP = { series: 'presence_engine_up{component="database",instance="a"}', values: '1x60' };

/** Analyses that end within `le` seconds, one a minute. */
function durations(le: number) {
  const buckets = [0.25, 0.5, 1, 2, 4, 8, 20, 60, 120, '+Inf'];
  return buckets.map((bound) => ({
    series: `presence_engine_analysis_seconds_bucket{type="QUALITY",le="${bound}"}`,
    values: `0+${Number(bound) >= le || bound === '+Inf' ? 1 : 0}x60`,
  }));
}

const scene = (input: readonly object[], alertname: string, alerts: readonly object[]) => ({
  interval: '1m',
  input_series: [UP, ...input],
  alert_rule_test: [{ eval_time: '45m', alertname, exp_alerts: alerts }],
});
const alert = (exp_labels: object, summary: string) => ({ exp_labels, exp_annotations: { summary } });
const waiting = (count: number) => ({
  series: 'presence_engine_queue_size{queue="tfss",state="waiting"}',
  values: `${count}x60`,
});

const TESTS = [
  scene(durations(8), 'PresenceAnalysesSlow', []),
  scene(durations(20), 'PresenceAnalysesSlow', [
    alert({ severity: 'warning' }, 'One analysis in twenty takes more than 8 s from its acceptance.'),
  ]),
  scene(durations(20), 'PresenceAnalysesVerySlow', []),
  scene(durations(60), 'PresenceAnalysesVerySlow', [
    alert({ severity: 'critical' }, 'One analysis in ten takes more than 20 s from its acceptance.'),
  ]),
  scene([waiting(19)], 'PresenceQueueLong', []),
  scene([waiting(20)], 'PresenceQueueLong', [
    alert({ severity: 'warning', queue: 'tfss' }, '20 analyses wait in tfss; more workers are needed.'),
  ]),
  scene([], 'PresenceEngineAway', []),
  {
    ...scene([], 'PresenceEngineAway', [
      alert({ severity: 'critical' }, 'No process of the engine answers, or none reaches its database.'),
    ]),
    input_series: [{ ...UP, values: '1x10 0x50' }],
  },
];
