import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import type { OpenedWindow } from '../support/window-gallery/gallery-browser.ts';
import { useGallery } from '../support/window-gallery/use-gallery.ts';

/** What a person sees of the window before the SDK is there, and how it becomes the whole window. */
const withWindow = useGallery();

const SIZES = [
  { width: 320, height: 568 },
  { width: 390, height: 844 },
  { width: 740, height: 360 },
  { width: 320, height: 256 },
  { width: 1280, height: 800 },
];
const WARNING = 'Never hold your face into a camera because somebody on the phone asks you to do that.';
const STYLE = {
  antiscamCustomization: { textMessage: WARNING, textSize: '15px' },
  baseColorCustomization: { backgroundColorPrimary: '#102030', textColorPrimary: '#ffffff' },
  versionTextCustomization: { textSize: '13px' },
};
const READY = `{ kind: 'guiding', ready: true, action: null, index: 0, count: 0, hint: 'look_at_camera', progress: 0, recording: false }`;

/** Place and size of what must not move, and where the video is played. */
function places({ inside }: OpenedWindow): Promise<unknown> {
  return inside(`['.stage', '.video', '.overlay.face', '.close', '.version', '.notice'].map((name) => {
    const { x, y, width, height } = root.querySelector(name).getBoundingClientRect();
    return [name, ...[x, y, width, height].map((each) => Math.round(each * 2) / 2)].join(' ');
  }).concat(getComputedStyle(root.querySelector('.video')).transform, getComputedStyle(root.querySelector('dialog')).backgroundColor)`);
}

async function openFirst({ page, evaluate }: OpenedWindow, style: unknown): Promise<void> {
  // The helper has opened a whole window; this one begins anew.
  await evaluate('view.close()');
  await page.focus('#opener');
  await evaluate(`openFirst(${JSON.stringify({ style })})`);
  await page.waitForSelector('.oz-liveness dialog[open]');
}

describe('the first sight of the window', () => {
  it.each([...SIZES.map((viewport) => [viewport, undefined] as const), [SIZES[1], STYLE] as const])(
    'at %o with style %o keeps picture and way out where they are when the SDK takes over',
    async (viewport, style) => {
      await withWindow({ viewport: viewport ?? null }, async (opened) => {
        const { page, inside, evaluate } = opened;
        await openFirst(opened, style);
        const before = await places(opened);
        await inside(`(() => {
          root.stops = 0;
          for (const name of ['pause', 'emptied']) root.querySelector('video').addEventListener(name, () => (root.stops += 1));
          root.video = root.querySelector('video');
        })()`);
        await evaluate('takeOver()');
        for (const state of [`{ kind: 'loading' }`, `{ kind: 'camera', slow: false }`]) {
          await evaluate(`view.show(${state})`);
          expect(await inside(`root.querySelector('dialog').dataset.layout`)).toBe('stage');
        }
        await evaluate('view.play(view.video.srcObject)');
        expect(await places(opened)).toEqual(before);
        await evaluate(`view.show(${READY})`);
        await page.waitForTimeout(50);
        expect(await places(opened)).toEqual(before);
        expect(
          await inside(
            `[root.querySelectorAll('video').length, root.video === root.querySelector('video'), root.video.paused, root.stops]`,
          ),
        ).toEqual([1, true, false, 0]);
      });
    },
  );

  it('has nothing axe finds, can be left at once, and gives the focus back', async () => {
    await withWindow({}, async (opened) => {
      const { page, evaluate } = opened;
      await openFirst(opened, undefined);
      // Before axe, which breaks the page's policy itself.
      expect(opened.complaints).toEqual([]);
      await evaluate(axe.source);
      const found = await evaluate(
        `axe.run(document.querySelector('.oz-liveness')).then(({ violations }) => violations.map(({ id }) => id))`,
      );
      expect(found).toEqual([]);
      await page.keyboard.press('Escape');
      await page.click('.close');
      expect(await evaluate('events')).toEqual(['early close', 'early close']);
      await evaluate('takeOver()');
      await page.keyboard.press('Escape');
      await page.click('.close');
      expect(await evaluate('events.slice(2)')).toEqual(['close', 'close']);
      await evaluate('view.close()');
      expect(
        await evaluate(`[document.activeElement.id, document.querySelectorAll('.oz-liveness').length]`),
      ).toEqual(['opener', 0]);
    });
  });
});
