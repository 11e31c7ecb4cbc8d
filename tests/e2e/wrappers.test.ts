import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withPage } from '../support/fake-camera-browser.ts';
import { watchPage } from '../support/page-watch.ts';
import { type Stack, startStack } from '../support/stack.ts';

const NOTHING = { liveTracks: 0, workers: 0, elements: 0, listeners: 0, scrollLocked: false };

describe('the components in the demo, under its strict content policy', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.stop());

  const start = (page: Page) => page.click('#example button');

  it.each(['react', 'vue', 'angular', 'element'])('%s captures, and leaves nothing when unmounted', (name) =>
    withPage({ clip: 'idle' }, async (page) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await page.goto(`${stack.url}/${name}.html`);
      await page.waitForSelector('#example button');
      const watch = await watchPage(page);

      await start(page);
      await page.waitForSelector('text=Checked: finished.', { state: 'attached', timeout: 60_000 });
      await page.waitForSelector('div.oz-liveness', { state: 'detached' });
      expect(await watch.leftovers()).toEqual(NOTHING);

      // The second window opens only if the component learnt that the first is gone.
      if (name === 'element') await page.evaluate(remount);
      await start(page);
      await page.waitForSelector('div.oz-liveness', { state: 'attached' });
      await page.evaluate(unmount);
      await page.waitForSelector('div.oz-liveness', { state: 'detached' });
      expect(await page.textContent('#example')).toBe('');
      await expect.poll(() => watch.leftovers()).toEqual(NOTHING);
      expect(complaints).toEqual([]);
    }),
  );
});

/** As a person who unticks the box, which the open window covers. */
function unmount(): void {
  document.querySelector<HTMLInputElement>('#mounted')?.click();
}

function remount(): void {
  const box = document.querySelector<HTMLInputElement>('#mounted');
  box?.click();
  box?.click();
}
