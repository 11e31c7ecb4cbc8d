import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseRanges } from '../../packages/web-sdk/src/build/index-ranges.ts';
import { VISION_FUNCTIONS } from '../../packages/web-sdk/src/build/vision-functions.data.ts';
import { keepFunctions } from '../../packages/web-sdk/src/build/wasm-bodies.ts';
import { type Bench, startBench } from '../support/browser-session.ts';
import { payloadOf, runCapture } from '../support/host-page.ts';
import { ROOT } from '../support/program.ts';

const LIBRARY = 'node_modules/@mediapipe/tasks-vision/wasm/vision_wasm_module_internal.wasm';
const PASSED = {
  state: 'finished',
  analyses: { quality: { state: 'finished', resolution: 'success' } },
};

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

it('without module workers the fallback runs in a classic one, and telemetry says why', async () => {
  const seen = await bench.visit({ clip: 'idle' }, async (page) => {
    await page.addInitScript(() => {
      const Modern = window.Worker;
      // As Firefox did before 114: it never looked at the options.
      window.Worker = class extends Modern {
        constructor(url: string | URL) {
          super(url);
        }
      };
    });
    await page.reload();
    return await runCapture(page, { action: ['video_selfie_blank'] });
  });
  expect(payloadOf(seen, 'on_error')).toBeUndefined();
  expect(payloadOf(seen, 'on_complete'), await bench.stack.findings()).toMatchObject(PASSED);
  expect(bench.stack.adapter.output()).toMatch(
    /"event":"tracker.ready".*"kind":"onnx","reason":"face_landmarker: [^"]*no module workers/,
  );
});

it('a browser that needs a function left out of the library gets the whole of it, and goes on', async () => {
  const kept = new Set(parseRanges(VISION_FUNCTIONS.called.join(' ')));
  kept.delete(VISION_FUNCTIONS.seeing);
  const leaner = Buffer.from(keepFunctions(await readFile(join(ROOT, LIBRARY)), kept));
  const seen = await bench.visit({ clip: 'idle' }, async (page) => {
    await page.route(/vision_wasm_module_lean/, (route) =>
      route.fulfill({
        body: leaner,
        contentType: 'application/wasm',
        headers: { 'access-control-allow-origin': '*' },
      }),
    );
    return await runCapture(page, { action: ['video_selfie_blank'] });
  });
  expect(payloadOf(seen, 'on_error')).toBeUndefined();
  expect(payloadOf(seen, 'on_complete'), await bench.stack.findings()).toMatchObject(PASSED);
  expect(bench.stack.adapter.output()).toMatch(
    /"event":"tracker.ready".*"kind":"face_landmarker","reason":"face_landmarker: [^"]*unreachable/,
  );
});
