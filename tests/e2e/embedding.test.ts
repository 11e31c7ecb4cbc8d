import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../support/browser-session.ts';
import { NOTHING_LEFT, watchPage } from '../support/page-watch.ts';
import { heapBytes, quickCapture } from '../support/quick-capture.ts';

/** Captures after the first, and how much the heap may grow by all of them: 50 may take 5 MB. */
const REPEATED = 3;
const MAX_GROWTH_BYTES = 1_000_000;

interface Plugin {
  open(options: Readonly<Record<string, unknown>>): void;
  close(): void;
}

describe('on the page of a customer', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench({ engine: false, config: { architecture: 'capture' } });
  });
  afterAll(() => bench.stop());

  it('leaves nothing behind, however a capture ends and however often', () =>
    bench.visit({ clip: 'idle' }, async (page) => {
      const watch = await watchPage(page);

      // Closed in the middle, as a single-page app does that goes elsewhere.
      await page.evaluate(() => (window as unknown as { OzLiveness: Plugin }).OzLiveness.open({}));
      await watch.cameraOn();
      await expect.poll(() => page.workers().length).toBeGreaterThan(0);
      await page.evaluate(() => (window as unknown as { OzLiveness: Plugin }).OzLiveness.close());
      await expect.poll(() => watch.leftovers()).toEqual(NOTHING_LEFT);

      // An error, still on screen and then closed: the camera is off before the person has read it.
      expect(await endOf(page, { action: ['video_selfie_left'], time_limits: { gesture_ms: 200 } })).toBe(
        'gesture_not_performed',
      );
      await expect.poll(() => watch.leftovers()).toMatchObject({ liveTracks: 0, workers: 0 });
      await page.evaluate(() => (window as unknown as { OzLiveness: Plugin }).OzLiveness.close());
      // A worker that is told to end takes a moment.
      await expect.poll(() => watch.leftovers()).toEqual(NOTHING_LEFT);

      // Finished: the window closes itself.
      expect(await endOf(page, { action: ['video_selfie_blank'] })).toBe('closed');
      await expect.poll(() => watch.leftovers()).toEqual(NOTHING_LEFT);

      expect(await quickCapture(page)).toBeGreaterThan(5);
      const before = await heapBytes(page);
      for (let i = 0; i < REPEATED; i++) await quickCapture(page);
      expect((await heapBytes(page)) - before).toBeLessThan(MAX_GROWTH_BYTES);
      await expect.poll(() => watch.leftovers()).toEqual(NOTHING_LEFT);
    }));

  it('lets one of several widgets capture at a time', () =>
    bench.visit({ clip: 'idle' }, async (page) => {
      const { main } = await configAssets(bench);
      await page.addScriptTag({
        type: 'module',
        content: `import { createOzLiveness } from '${bench.stack.url}${main}';
          window.widgets = [1, 2].map(() => createOzLiveness({ adapterUrl: '${bench.stack.url}' }));`,
      });
      await page.waitForFunction(() => 'widgets' in window);
      const heard = await page.evaluate(async () => {
        const [first, second] = (window as unknown as { widgets: [Plugin, Plugin] }).widgets; // set above
        const codes: string[] = [];
        const noting = (when: string, then?: () => void) => ({
          on_error: ({ code }: { code: string }) => {
            codes.push(`${when}: ${code}`);
            then?.();
          },
        });
        const closed = new Promise<void>((resolve) =>
          first.open({
            on_close: () => {
              second.open(noting('after'));
              resolve();
            },
          }),
        );
        await new Promise<void>((resolve) => second.open(noting('during', resolve)));
        first.close();
        await closed;
        const video = () => document.querySelector('div.oz-liveness')?.shadowRoot?.querySelector('video');
        while (!video()?.srcObject) await new Promise((resolve) => setTimeout(resolve, 50));
        second.close();
        return codes;
      });
      expect(heard).toEqual(['during: already_open']);
    }));

  it('finds its adapter when it is loaded as a module, where browsers do not say which script runs', () =>
    bench.visit({ clip: 'idle' }, async (page) => {
      await page.evaluate(() => {
        const old = document.querySelector('script');
        const again = document.createElement('script');
        again.type = 'module';
        again.src = old?.src ?? '';
        Reflect.deleteProperty(window, 'OzLiveness');
        old?.replaceWith(again);
      });
      await page.waitForFunction(() => 'OzLiveness' in window);
      expect(await endOf(page, { action: ['video_selfie_blank'] })).toBe('closed');
    }));

  it('captures in a frame of another origin that is allowed the camera', () =>
    bench.visit({ clip: 'idle' }, async (page) => {
      await page.goto(`${bench.site.url.replace('localhost', '127.0.0.1')}/framed-with-camera`);
      const frame = page.frames().find((candidate) => candidate !== page.mainFrame());
      if (!frame) throw new Error('the frame did not load');
      await frame.waitForFunction(() => 'OzLiveness' in window);
      expect(await endOf(frame, { action: ['video_selfie_blank'] })).toBe('closed');
    }));
});

async function configAssets({ stack, site }: Bench): Promise<{ readonly main: string }> {
  const reply = await fetch(`${stack.url}/config.php`, { headers: { origin: site.url } });
  return ((await reply.json()) as { assets: { main: string } }).assets; // checked by the adapter's own tests
}

/** Opens and resolves with the error's code, or `closed`. */
async function endOf(
  page: Pick<Page, 'evaluate'>,
  options: Readonly<Record<string, unknown>>,
): Promise<string> {
  return await page.evaluate(
    (given) =>
      new Promise<string>((resolve) => {
        const plugin = (window as unknown as { OzLiveness: Plugin }).OzLiveness; // the script tag defines it
        plugin.open({
          ...given,
          on_error: (error: { code: string }) => resolve(error.code),
          on_close: () => resolve('closed'),
        });
      }),
    options,
  );
}
