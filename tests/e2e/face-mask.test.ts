import type { BoundingBox } from '@presence/protocol';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { coverMapping } from '../../packages/web-sdk/src/ui/mask/cover-mapping.ts';
import { type Bench, startBench } from '../support/browser-session.ts';
import { payloadOf, runCapture } from '../support/host-page.ts';
import { watchMaskFrames } from '../support/mask-watch.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ config: { load_3d_mask: true, enable_3d_mask: false } });
});
afterAll(async () => {
  await bench.stop();
});

/** What stands on the mask's canvas: its size, how much of it is painted in the given colour, and where. */
interface Painted {
  readonly width: number;
  readonly height: number;
  readonly pixels: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Keeps looking at the canvas while a capture runs; the last look at which something was painted stays. */
function watchMask(): void {
  const look = (): void => {
    const canvas = document.querySelector('.oz-liveness')?.shadowRoot?.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (canvas && context && canvas.width > 0) {
      const { width, height } = canvas;
      const { data } = context.getImageData(0, 0, width, height);
      const found = { width, height, pixels: 0, left: width, top: height, right: 0, bottom: 0 };
      for (let at = 0; at < data.length; at += 4) {
        // The page asked for a pure red mask.
        if ((data[at + 3] ?? 0) < 40 || (data[at] ?? 0) < 200 || (data[at + 1] ?? 255) > 60) continue;
        const x = (at / 4) % width;
        const y = Math.floor(at / 4 / width);
        found.pixels += 1;
        found.left = Math.min(found.left, x);
        found.right = Math.max(found.right, x);
        found.top = Math.min(found.top, y);
        found.bottom = Math.max(found.bottom, y);
      }
      if (found.pixels > 0) Object.assign(window, { painted: found });
    }
    setTimeout(look, 300);
  };
  look();
}

const maskFiles = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.includes('facemask')),
  );

it('draws the mesh on the face with every picture, in its colours, only where the page asks for it', async () => {
  await bench.visit({ clip: 'idle' }, async (page) => {
    const plain = await runCapture(page, { action: ['video_selfie_blank'] });
    expect(payloadOf(plain, 'on_complete')).toBeDefined();
    expect(await maskFiles(page)).toEqual([]);
    await page.evaluate(() => (window as unknown as { OzLiveness: { close(): void } }).OzLiveness.close()); // host-page.ts

    await page.evaluate(watchMask);
    const maskFrames = await watchMaskFrames(page);
    const masked = await runCapture(page, {
      action: ['video_selfie_blank'],
      enable_3d_mask: true,
      style: { maskCustomization: { maskColor: '#ff0000', glowColor: '#ff0000', minAlpha: 1, maxAlpha: 1 } },
    });
    expect(await maskFiles(page)).toHaveLength(1);

    // However few of the pictures are tracked here, the mesh is drawn with each of them and moves with each that is.
    const { pictures, painted: paintedPictures, moved, tracked } = await maskFrames();
    expect(tracked).toBeGreaterThan(3);
    expect(pictures).toBeGreaterThanOrEqual(tracked);
    expect(paintedPictures / pictures).toBeGreaterThan(0.95);
    expect(moved / tracked).toBeGreaterThan(0.9);

    // The adapter's host page tells the page nothing else of the capture than what the documented callback does.
    const report = payloadOf(masked, 'on_capture_complete') as {
      readonly best_frame_bounding_box: BoundingBox;
    };
    const painted = await page.evaluate(() => (window as unknown as { painted?: Painted }).painted); // watchMask
    if (painted === undefined) throw new Error('nothing was drawn');
    expect(painted.pixels).toBeGreaterThan(500);

    const { scaleX, scaleY, left, top } = coverMapping({ width: 640, height: 480 }, painted, true);
    const box = report.best_frame_bounding_box;
    const faceWidth = (box.right - box.left) * scaleY;
    const faceHeight = (box.bottom - box.top) * scaleY;
    // The person of this clip breathes: a twentieth of the face is allowed for.
    const near = (found: number, expected: number, size: number) =>
      expect(Math.abs(found - expected)).toBeLessThan(size * 0.07);
    near(painted.left, box.right * scaleX + left, faceWidth);
    near(painted.right, box.left * scaleX + left, faceWidth);
    near(painted.top, box.top * scaleY + top, faceHeight);
    near(painted.bottom, box.bottom * scaleY + top, faceHeight);
  });
});
