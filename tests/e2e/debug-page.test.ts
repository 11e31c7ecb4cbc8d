import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/fake-camera-browser.ts';
import { type Stack, startStack } from '../support/stack.ts';

type Browser = Awaited<ReturnType<typeof launchBrowser>>;

/** One row of the findings as it reads: verdict, what, and what was seen. */
async function findings(page: Page): Promise<Map<string, string>> {
  const rows = await page.locator('.findings li').evaluateAll((items) =>
    items.map((item) => {
      const [mark, what, ...rest] = [...item.children].map((part) => part.textContent ?? '');
      return [what ?? '', [mark, ...rest].join(' | ')] as const;
    }),
  );
  return new Map(rows);
}

/** By keyboard, as far as the button; resolves with the last words of the live region. */
async function check(page: Page, url: string): Promise<string> {
  await page.goto(`${url}/debug.php`);
  await page.locator('[data-self-check] button:enabled').focus();
  await page.keyboard.press('Enter');
  const status = page.locator('[data-self-check] [role=status]');
  await page.waitForFunction(
    () => /checks passed/.test(document.querySelector('[data-self-check] [role=status]')?.textContent ?? ''),
    undefined,
    { timeout: 60_000 },
  );
  return (await status.textContent()) ?? '';
}

const violations = (page: Page) =>
  page.evaluate(
    `${axe.source}; axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then((found) => found.violations.map((each) => each.id + ': ' + each.nodes.map((node) => node.html).join('; ')))`,
  );

describe('the self-check on /debug.php', () => {
  let stack: Stack;
  let browser: Browser;
  beforeAll(async () => {
    stack = await startStack({ config: { debug: true }, engine: false });
    browser = await launchBrowser({ clip: 'idle' });
  });
  afterAll(async () => {
    await browser.close();
    await stack.stop();
  });

  it('sees camera, frames, detector and face, says so and passes axe', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
    });
    expect(await check(page, stack.url)).toMatch(/^\d+ of 14 checks passed|^All 14 checks passed/);
    const seen = await findings(page);
    expect(seen.get('Adapter')).toMatch(/^OK \| Licence and origin/);
    expect(seen.get('Picture')).toContain('gives 640 × 480');
    expect(seen.get('Frames per second')).toMatch(/\d+\.\d were really delivered; the camera says \d+/);
    expect(seen.get('Face detector')).toMatch(/^OK \| Ready after \d+\.\d\d s/);
    expect(seen.get('Face')).toMatch(/^OK \| Found \d+\.\d\d s after/);
    expect([...seen.keys()].filter((what) => seen.get(what)?.startsWith('Failed'))).toEqual([]);
    // The camera is off again, the keyboard is where it was, and nothing broke the page's policy.
    expect(
      await page.locator('[data-self-check] video').evaluate((video: HTMLVideoElement) => video.srcObject),
    ).toBeNull();
    expect(await page.locator('[data-self-check] button').textContent()).toBe('Check again');
    expect(complaints).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await page.close();
  });

  it('says what to do when the camera is refused', async () => {
    const page = await browser.newPage();
    await page.addInitScript(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    expect(await check(page, stack.url)).toMatch(/1 failed\.$/);
    expect((await findings(page)).get('Picture')).toMatch(
      /^Failed \| .*camera_permission_denied.*docs\/error-codes\.md/,
    );
    expect(await violations(page)).toEqual([]);
  });
});
