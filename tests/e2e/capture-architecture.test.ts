import { flattenedVerify, importJWK } from 'jose';
import JSZip from 'jszip';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { startBench } from '../support/browser-session.ts';
import { expectCaptureReport } from '../support/expect-capture-report.ts';
import { lastBlob, recordCapture } from '../support/record-capture.ts';
import { watchCalls } from '../support/window-facts.ts';

const CAPTURE = { architecture: 'capture' };
const ACTIONS = ['video_selfie_blank', 'video_selfie_best'];

/** Paths the page asks the adapter for from now on. */
function watchPaths(page: Page): readonly string[] {
  const paths: string[] = [];
  page.on('request', (request) => paths.push(new URL(request.url()).pathname));
  return paths;
}

it('capture: the page gets the frames of each action and nothing is uploaded', async () => {
  const bench = await startBench({ engine: false, config: CAPTURE });
  try {
    await bench.visit({ clip: 'idle' }, async (page) => {
      const paths = watchPaths(page);
      const seen = await recordCapture(page, { action: ACTIONS });
      expect(seen.map(({ name }) => name)).toEqual([
        'on_capture_complete',
        'on_capture_complete',
        'on_close',
      ]);
      for (const [index, action] of ACTIONS.entries())
        await expectCaptureReport(seen[index]?.payload, action);
      expect(paths.filter((path) => /request|result/.test(path))).toEqual([]);

      // A second visit to the same page, with a camera that calls itself virtual.
      await page.addInitScript(() => {
        Object.defineProperty(MediaStreamTrack.prototype, 'label', { get: () => 'OBS Virtual Camera' });
      });
      await page.reload();
      const suspected = await recordCapture(page, { action: ['video_selfie_best'] });
      expect(suspected).toEqual([
        {
          name: 'on_capture_complete',
          payload: {
            action: 'video_selfie_best',
            additional_info: expect.stringContaining('OBS Virtual Camera'),
            event_session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          },
        },
        { name: 'on_close', payload: undefined },
      ]);
    });
  } finally {
    await bench.stop();
  }
});

it('capture with use_wasm_container: the page gets the signed container as one Blob', async () => {
  const bench = await startBench({ engine: false, config: { ...CAPTURE, use_wasm_container: true } });
  try {
    await bench.visit({ clip: 'idle' }, async (page) => {
      const calls = watchCalls(page);
      const seen = await recordCapture(page, { action: ACTIONS });
      expect(seen).toEqual([
        {
          name: 'on_capture_complete',
          payload: {
            blob: { type: 'application/octet-stream', size: expect.any(Number) },
            event_session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          },
        },
        { name: 'on_close', payload: undefined },
      ]);
      const zip = await JSZip.loadAsync(await lastBlob(page));
      const manifest = await zip.file('manifest.json')?.async('nodebuffer');
      const signature = (await zip.file('manifest.jws')?.async('string'))?.split('..');
      if (manifest === undefined || signature === undefined) throw new Error('the container has no manifest');
      const [init] = calls.bodies('/init');
      const { client_key: key } = init as { client_key: Record<string, string> }; // our own schema
      const [header = '', value = ''] = signature;
      await flattenedVerify(
        { protected: header, payload: new Uint8Array(manifest), signature: value },
        await importJWK(key, 'ES256'),
      );
      const { actions } = JSON.parse(manifest.toString()) as {
        actions: { action: string; frames: { file: string }[] }[];
      }; // our own schema
      expect(actions.map(({ action }) => action)).toEqual(ACTIONS);
      const frame = await zip.file(actions[0]?.frames[0]?.file ?? '')?.async('nodebuffer');
      expect(await sharp(frame).metadata()).toMatchObject({ format: 'jpeg', width: 640, height: 480 });
    });
  } finally {
    await bench.stop();
  }
});
