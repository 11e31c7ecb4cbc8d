import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../support/browser-session.ts';
import { launchBrowser } from '../support/fake-camera-browser.ts';
import { payloadOf, runCapture } from '../support/host-page.ts';

const ACTIVE = ['left', 'right', 'high', 'down', 'smile', 'eyes'] as const;
/** Every clip is 4.5 s long and loops, so each shows all it has within this time. */
const GESTURE_TIMEOUT_MS = 5000;

let bench: Bench;
beforeAll(async () => {
  // The detector is loaded once a video, and the captures after the first find it waiting.
  bench = await startBench({ config: { preinit: 'full' } });
});
afterAll(() => bench.stop());

/** The error stays on the screen until somebody closes it. */
const closeWindow = (page: Page): Promise<void> =>
  page.evaluate(() => (window as unknown as { OzLiveness: { close(): void } }).OzLiveness.close()); // the script tag defines it

describe.each(['idle', ...ACTIVE] as const)('on the video %s', (clip) => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await launchBrowser({ clip });
    page = await browser.newPage();
    await page.goto(bench.site.url);
  });
  afterAll(() => browser.close());

  it.each(ACTIVE.filter((asked) => asked !== clip))('%s is refused', async (asked) => {
    const action = `video_selfie_${asked}`;
    const time_limits = { gesture_ms: GESTURE_TIMEOUT_MS };
    const seen = await runCapture(page, { action: [action], time_limits });
    await closeWindow(page);
    expect(payloadOf(seen, 'on_error')).toMatchObject({
      code: 'gesture_not_performed',
      event_session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      context: { action },
    });
    expect(payloadOf(seen, 'on_submit')).toBeUndefined();
  });
});
