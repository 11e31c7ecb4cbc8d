import type { ErrorCode } from '@presence/protocol';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../support/browser-session.ts';
import { payloadOf, runCapture, startHostSite } from '../support/host-page.ts';
import { waitForError } from '../support/shown-text.ts';

const BLANK = { action: ['video_selfie_blank'] };

/** Makes the browser's own camera call fail as it does on hardware that this machine does not have. */
async function failCamera(page: Page, name: string): Promise<void> {
  await page.addInitScript((error) => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', error));
  }, name);
}

describe('camera problems', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench({ hosts: ['localhost', 'bank.test'] });
  });
  afterAll(() => bench.stop());

  /** Runs a capture that must fail with the code, in `on_error` and in words on screen. */
  async function failsWith(page: Page, code: ErrorCode): Promise<void> {
    const seen = await runCapture(page, BLANK);
    expect(payloadOf(seen, 'on_error')).toMatchObject({ code });
    await waitForError(page, code);
  }

  it('no camera', () => bench.visit({}, (page) => failsWith(page, 'camera_not_found')));

  it('permission refused', () =>
    bench.visit({ clip: 'idle', allowCamera: false }, (page) => failsWith(page, 'camera_permission_denied')));

  it('camera in use', () =>
    bench.visit({ clip: 'idle' }, async (page) => {
      await failCamera(page, 'NotReadableError');
      await page.reload();
      await failsWith(page, 'camera_in_use');
    }));

  it('refused by the policy of a frame', () =>
    bench.visit({ clip: 'idle' }, async (page) => {
      // Another origin than the framed page's, and no allow="camera" on the frame.
      await page.goto(`${bench.site.url.replace('localhost', '127.0.0.1')}/framed`);
      const frame = page.frames().find((candidate) => candidate !== page.mainFrame());
      if (!frame) throw new Error('the frame did not load');
      await frame.waitForFunction(() => 'OzLiveness' in window);
      const error = await frame.evaluate(
        (options) =>
          new Promise<unknown>((resolve) => {
            const plugin = (window as unknown as { OzLiveness: { open(options: unknown): void } }).OzLiveness; // the script tag defines it
            plugin.open({ ...options, on_error: resolve });
          }),
        BLANK,
      );
      expect(error).toMatchObject({ code: 'camera_blocked_by_policy' });
    }));

  it('insecure page', () =>
    bench.visit({ clip: 'idle', args: ['--host-resolver-rules=MAP bank.test 127.0.0.1'] }, async (page) => {
      await page.goto(bench.site.url.replace('localhost', 'bank.test'));
      await failsWith(page, 'camera_insecure_context');
    }));

  it('camera unplugged during the capture', async () => {
    const { error } = await bench.visit({ clip: 'idle' }, async (page) => {
      await page.addInitScript(() => {
        const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (constraints) => {
          const stream = await open(constraints);
          setTimeout(() => {
            for (const track of stream.getTracks()) {
              track.stop();
              track.dispatchEvent(new Event('ended'));
            }
          }, 1500);
          return stream;
        };
      });
      await page.reload();
      const seen = await runCapture(page, { action: ['video_selfie_left'] });
      return { error: payloadOf(seen, 'on_error') };
    });
    expect(error).toMatchObject({ code: 'camera_lost' });
  });

  it('page hidden during the capture', async () => {
    const { error } = await bench.visit({ clip: 'idle' }, async (page) => {
      const running = runCapture(page, { action: ['video_selfie_left'], time_limits: { away_ms: 500 } });
      await page.waitForTimeout(2500);
      await page.evaluate(() => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
        document.dispatchEvent(new Event('visibilitychange'));
      });
      return { error: payloadOf(await running, 'on_error') };
    });
    expect(error).toMatchObject({ code: 'tab_hidden' });
  });

  it('the camera is off after an error', async () => {
    const live = await bench.visit({ clip: 'no_face' }, async (page) => {
      await page.addInitScript(() => {
        const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = async (constraints) => {
          const stream = await open(constraints);
          Object.assign(window, { openedTracks: stream.getTracks() });
          return stream;
        };
      });
      await page.reload();
      await runCapture(page, { ...BLANK, time_limits: { face_ms: 4000 } });
      return await page.evaluate(
        () =>
          (window as unknown as { openedTracks: MediaStreamTrack[] }).openedTracks.filter(
            (track) => track.readyState === 'live',
          ).length, // set by the script above
      );
    });
    expect(live).toBe(0);
  });
});

describe('a site that the adapter does not know', () => {
  it('is told so, and no camera is left on', async () => {
    const bench = await startBench({ adapterEnv: { WA_CORS_ORIGINS: 'https://bank.example' } });
    const other = await startHostSite(() => bench.stack.url);
    try {
      const error = await bench.visit({ clip: 'idle' }, async (page) => {
        await page.goto(other.url);
        return payloadOf(await runCapture(page, BLANK), 'on_error');
      });
      // A browser hides the reply of a refused origin from the page, so the page can only know that it got none.
      expect(error).toMatchObject({
        code: expect.stringMatching(/^(origin_not_allowed|adapter_unreachable)$/),
      });
    } finally {
      await other.close();
      await bench.stop();
    }
  });
});
