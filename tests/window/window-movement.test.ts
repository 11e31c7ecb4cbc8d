import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { STILL_FIGURES } from '../../packages/web-sdk/src/ui/still-figures.data.ts';
import type { OpenedWindow } from '../support/window-gallery/gallery-browser.ts';
import { GALLERY, screenNamed } from '../support/window-gallery/screens.data.ts';
import { useGallery } from '../support/window-gallery/use-gallery.ts';

const withWindow = useGallery();

describe('movement', () => {
  const clock = (inside: OpenedWindow['inside']) =>
    inside(`root.querySelector('dialog').style.getPropertyValue('--clock')`);
  const later = async (page: Page, inside: OpenedWindow['inside']) => {
    const before = await clock(inside);
    await page.waitForTimeout(700);
    return (await clock(inside)) !== before;
  };

  it('has no running animation on any screen: a clock of a few beats a second moves what moves', async () => {
    await withWindow({ reducedMotion: 'no-preference' }, async ({ page, show, inside }) => {
      for (const { name, state } of GALLERY) {
        await show(state);
        const running = await inside(
          `root.querySelector('dialog').getAnimations({ subtree: true }).filter((each) => each.playState === 'running' && each.effect.getTiming().iterations === Infinity).map((each) => each.animationName)`,
        );
        expect(running, name).toEqual([]);
      }
      for (const [name, moves] of [
        ['hint video_selfie_left', true],
        ['checking', true],
        ['hint move_closer', true],
        ['hint look_at_camera', false],
        ['success', false],
      ] as const) {
        await show(screenNamed(name));
        expect(await later(page, inside), name).toBe(moves);
      }
    });
  });

  it('has a movement in the style sheet for exactly the figures that the clock beats for', async () => {
    await withWindow({ reducedMotion: 'no-preference' }, async ({ show, inside }) => {
      for (const { name, state } of GALLERY) {
        if (state.kind !== 'guiding' || state.hint === null) continue;
        await show(state);
        const movements = await inside(
          `root.querySelector('.figure').getAnimations({ subtree: true }).map((each) => each.animationName)`,
        );
        if (STILL_FIGURES.includes(state.hint)) expect(movements, name).toEqual([]);
        else expect(movements, name).not.toEqual([]);
      }
    });
  });

  it('shows figures as still pictures to those who want little motion', async () => {
    await withWindow({ reducedMotion: 'reduce' }, async ({ page, show, inside }) => {
      const pose = () => inside(`getComputedStyle(root.querySelector('.figure .features')).transform`);
      await show(screenNamed('checking'));
      await show(screenNamed('hint video_selfie_left'));
      expect(await later(page, inside)).toBe(false);
      expect(await pose()).toBe('matrix(0.72, 0, 0, 1, -9, 0)');
      await show(screenNamed('hint video_selfie_eyes'));
      expect(await inside(`getComputedStyle(root.querySelector('.figure .lids')).opacity`)).toBe('1');
    });
  });
});
