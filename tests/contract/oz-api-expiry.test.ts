import { afterEach, expect, it } from 'vitest';
import { finished, form, jpeg, startEngine, TagAnalyser, type TestEngine } from './oz-api-support.ts';

const MINUTE_MS = 60_000;
const clock = { now: 0 };
let engine: TestEngine;
let open: () => void;
let analyser: TagAnalyser;

afterEach(async () => {
  open();
  await engine.remove();
});

/** Takes one analysis at a time, and waits with its answer until `open` is called. */
async function slowEngine(waitMs = 60 * MINUTE_MS) {
  clock.now = Date.now();
  analyser = new TagAnalyser();
  analyser.gate = new Promise((resolve) => {
    open = resolve;
  });
  const config = { analysesAtOnce: 1, maintenanceMs: 20, analysisTimeoutMs: 3_600_000, waitMs };
  engine = await startEngine({ analyser, now: () => clock.now, config });
}

async function asked(seed: string) {
  const folder = await engine.call('POST', '/api/folders', { body: form({ v: jpeg(seed) }) });
  const path = `/api/folders/${folder.body.folder_id}`;
  const json = { analyses: [{ type: 'quality' }] };
  const { body } = await engine.call('POST', `${path}/analyses`, { json });
  return { path, analysisId: body[0].analysis_id as string };
}

const stateOf = async (analysisId: string) =>
  (await engine.call('GET', `/api/analyses/${analysisId}`)).body.state;
const turns = () => new Promise((resolve) => setTimeout(resolve, 200));

it('fails an analysis that no worker takes up within the hour, says why, and never does it after all', async () => {
  await slowEngine();
  await asked('runs for long');
  await expect.poll(() => analyser.seen.length).toBe(1);
  const waiting = await asked('waits for long');
  clock.now += 59 * MINUTE_MS;
  await turns();
  expect(await stateOf(waiting.analysisId)).toBe('PROCESSING');
  clock.now += 2 * MINUTE_MS;
  expect(await finished(engine, waiting.analysisId)).toMatchObject({
    state: 'FAILED',
    resolution: 'FAILED',
    results_data: null,
    error_message: 'Expired: no worker took this analysis up for 60 minutes. Ask for it again.',
  });
  expect((await engine.call('GET', waiting.path)).body.system_resolution).toBe('FAILED');
  const { bytes } = await engine.call('GET', '/metrics');
  expect(bytes.toString()).toMatch(
    /presence_engine_analyses_finished_total\{type="QUALITY",resolution="FAILED"\} [12]/,
  );
  open();
  const next = await asked('comes after');
  expect((await finished(engine, next.analysisId)).state).toBe('FINISHED');
  expect(analyser.seen.map(({ analysisId }) => analysisId)).not.toContain(waiting.analysisId);
});

it('waits for ever where the operator says so', async () => {
  await slowEngine(0);
  await asked('runs');
  const waiting = await asked('waits');
  clock.now += 7 * 24 * 60 * MINUTE_MS;
  await turns();
  expect(await stateOf(waiting.analysisId)).toBe('PROCESSING');
  open();
  expect((await finished(engine, waiting.analysisId)).state).toBe('FINISHED');
});
