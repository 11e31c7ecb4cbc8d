import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/fake-camera-browser.ts';
import { NOTHING_LEFT, watchPage } from '../support/page-watch.ts';
import { type Stack, startStack } from '../support/stack.ts';

describe('the components in the demo, under its strict content policy', () => {
  let stack: Stack;
  let browser: Browser;
  beforeAll(async () => {
    stack = await startStack();
    browser = await launchBrowser({ clip: 'idle' });
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  const start = (page: Page) => page.click('#example button');

  it.each(['react', 'vue', 'angular', 'element'])(
    '%s captures, and leaves nothing when unmounted',
    async (name) => {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await page.goto(`${stack.url}/${name}.html`);
      await page.waitForSelector('#example button');
      const watch = await watchPage(page);

      await start(page);
      // The element has these words from the start, in a slot not shown before the capture has ended.
      await page.waitForSelector('text=Checked: finished.', { timeout: 60_000 });
      await page.waitForSelector('div.oz-liveness', { state: 'detached' });
      await expect.poll(() => watch.leftovers()).toEqual(NOTHING_LEFT);

      // The second window opens only if the component learnt that the first is gone.
      if (name === 'element') await page.evaluate(remount);
      await start(page);
      await watch.cameraOn();
      await page.evaluate(unmount);
      await page.waitForSelector('div.oz-liveness', { state: 'detached' });
      expect(await page.textContent('#example')).toBe('');
      await expect.poll(() => watch.leftovers()).toEqual(NOTHING_LEFT);
      expect(complaints).toEqual([]);
      await page.close();
    },
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
