import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { en } from '../../packages/web-sdk/src/langs/en.data.ts';
import { startBench } from '../support/browser-session.ts';
import { payloadOf } from '../support/host-page.ts';
import { recordCapture } from '../support/record-capture.ts';

/** Presses the button of each action once it can be pressed. @returns the instructions that stood beside it. */
async function recordByHand(page: Page, times: number): Promise<(string | null)[]> {
  const dialog = page.getByRole('dialog');
  const asked: (string | null)[] = [];
  for (let done = 0; done < times; done += 1) {
    const button = dialog.getByRole('button', { name: en['ui.manual_start'] });
    await button.waitFor({ timeout: 30_000 });
    asked.push(await dialog.getByRole('heading').first().textContent());
    await button.click();
    await dialog.getByText(en['ui.manual_recording']).first().waitFor();
  }
  return asked;
}

it('a browser in which no detector works gets its verdict by the record button', async () => {
  const bench = await startBench();
  try {
    const { seen, asked } = await bench.visit({ clip: 'idle' }, async (page) => {
      // Neither runtime can be loaded: FaceLandmarker falls to onnxruntime-web, and that to the button.
      await page.route(/\.wasm$/, (route) => route.abort());
      const running = recordCapture(page, { action: ['video_selfie_blank', 'video_selfie_best'] });
      return { asked: await recordByHand(page, 2), seen: await running };
    });
    expect(asked).toEqual([en['hint.video_selfie_blank'], en['hint.video_selfie_best']]);
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete'), await bench.stack.findings()).toMatchObject({
      state: 'finished',
      analyses: { quality: { state: 'finished', resolution: 'success' } },
    });
    // Nobody looked for the face, so the page is given none.
    expect(payloadOf(seen, 'on_capture_complete')).toMatchObject({
      best_frame_bounding_box: null,
      best_frame_landmarks: null,
      best_frame: expect.stringMatching(/^data:image\/jpeg;base64,/),
    });
    expect(seen.map(({ name }) => name).filter((name) => name !== 'on_result')).toEqual([
      'on_capture_complete',
      'on_capture_complete',
      'on_submit',
      'on_complete',
      'on_close',
    ]);
  } finally {
    await bench.stop();
  }
});
