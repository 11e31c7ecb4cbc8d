import { expect, it } from 'vitest';
import { startBench } from '../support/browser-session.ts';
import { payloadOf, runCapture } from '../support/host-page.ts';

it('without module workers the fallback runs in a classic one, and telemetry says why', async () => {
  const bench = await startBench();
  try {
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
    expect(payloadOf(seen, 'on_complete')).toMatchObject({
      state: 'finished',
      analyses: { quality: { state: 'finished', resolution: 'success' } },
    });
    expect(bench.stack.adapter.output()).toMatch(
      /"event":"tracker.ready".*"kind":"onnx","reason":"face_landmarker: [^"]*no module workers/,
    );
  } finally {
    await bench.stop();
  }
});
