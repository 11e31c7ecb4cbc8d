import JSZip from 'jszip';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../packages/web-sdk/src/langs/en.data.ts';
import { es } from '../../packages/web-sdk/src/langs/es.data.ts';
import { type Bench, startBench } from '../support/browser-session.ts';
import { payloadOf } from '../support/host-page.ts';
import { lastBlob, recordCapture } from '../support/record-capture.ts';

/** The keys of app_config.json whose effect only a browser shows and that no other file here is about. */
const CONFIG = {
  architecture: 'capture',
  use_wasm_container: true,
  save_lossless_frame: true,
  lang_allow: ['en', 'es'],
  lang_default: 'es',
  get_user_media_timeout: { default_default: 1, android_facebook: 600 },
  disable_adapter_errors_on_screen: true,
};
const BLANK = { action: ['video_selfie_blank'] };

async function close(page: Page): Promise<void> {
  await page.evaluate(() => {
    (window as unknown as { OzLiveness: { close(): void } }).OzLiveness.close(); // the script tag defines it
  });
}

/** From here on the camera does so whenever it is asked for. */
async function camera(page: Page, answer: 'refused' | 'silent'): Promise<void> {
  await page.addInitScript((how) => {
    navigator.mediaDevices.getUserMedia = () =>
      how === 'refused'
        ? Promise.reject(new DOMException('no', 'NotAllowedError'))
        : new Promise(() => undefined);
  }, answer);
  await page.reload();
}

describe('what the configuration does in the browser', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench({ engine: false, config: CONFIG });
  });
  afterAll(() => bench.stop());

  it('lang_default, where the page asks for no language or for one that lang_allow leaves out', () =>
    bench.visit({ clip: 'idle' }, async (page) => {
      for (const [lang, shown] of [
        [undefined, 'es'],
        ['ru', 'es'],
        ['en', 'en'],
      ] as const) {
        const running = recordCapture(page, { ...BLANK, ...(lang === undefined ? {} : { lang }) });
        await page.locator(`.oz-liveness dialog[lang=${shown}]`).waitFor();
        await close(page);
        await running;
      }
    }));

  it('save_lossless_frame: the best frame is in the container as PNG, too', () =>
    bench.visit({ clip: 'idle' }, async (page) => {
      await recordCapture(page, BLANK);
      const zip = await JSZip.loadAsync(await lastBlob(page));
      const png = await zip.file('best.png')?.async('nodebuffer');
      expect(png?.subarray(0, 4).toString('latin1')).toBe('\x89PNG');
      const manifest = JSON.parse((await zip.file('manifest.json')?.async('string')) ?? '{}');
      expect(manifest.best_lossless).toMatchObject({ file: 'best.png' });
    }));

  it('get_user_media_timeout: help after its seconds, those of this browser', () =>
    bench.visit({ clip: 'idle' }, async (page) => {
      await camera(page, 'silent');
      const running = recordCapture(page, BLANK);
      await page.getByText(es['ui.camera_slow']).first().waitFor({ timeout: 20_000 });
      await close(page);
      await running;
    }));

  it('disable_adapter_errors_on_screen: the error reaches on_error, and the window is gone by itself', () =>
    bench.visit({ clip: 'idle' }, async (page) => {
      await camera(page, 'refused');
      const seen = await recordCapture(page, BLANK);
      expect(seen.map(({ name }) => name)).toEqual(['on_error', 'on_close']);
      expect(payloadOf(seen, 'on_error')).toMatchObject({ code: 'camera_permission_denied' });
      expect(await page.locator('.oz-liveness dialog').count()).toBe(0);
    }));
});

it('without these keys: an error stays on the screen until the person has read it, and there is no PNG', async () => {
  const bench = await startBench({
    engine: false,
    config: { architecture: 'capture', use_wasm_container: true },
  });
  try {
    await bench.visit({ clip: 'idle' }, async (page) => {
      await recordCapture(page, BLANK);
      expect((await JSZip.loadAsync(await lastBlob(page))).file('best.png')).toBeNull();
      await camera(page, 'refused');
      const running = recordCapture(page, BLANK);
      await page.getByText(en['error.camera_permission_denied.title']).first().waitFor();
      await close(page);
      expect((await running).map(({ name }) => name)).toEqual(['on_error', 'on_close']);
    });
  } finally {
    await bench.stop();
  }
});
