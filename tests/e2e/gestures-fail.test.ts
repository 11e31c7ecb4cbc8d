import type { Page } from 'playwright-core';
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

describe('a gesture that is asked for and not made', () => {
  // Two videos at a time: most of it is waiting for the time to be up.
  it.concurrent.each(['idle', ...ACTIVE] as const)(
    'every gesture but its own is refused on the video %s',
    async (clip) => {
      const browser = await launchBrowser({ clip });
      try {
        const page = await browser.newPage();
        await page.goto(bench.site.url);
        for (const asked of ACTIVE.filter((each) => each !== clip)) {
          const action = `video_selfie_${asked}`;
          const time_limits = { gesture_ms: GESTURE_TIMEOUT_MS };
          const seen = await runCapture(page, { action: [action], time_limits });
          await closeWindow(page);
          expect(payloadOf(seen, 'on_error'), `${asked} on ${clip}`).toMatchObject({
            code: 'gesture_not_performed',
            event_session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
            context: { action },
          });
          expect(payloadOf(seen, 'on_submit'), `${asked} on ${clip}`).toBeUndefined();
        }
      } finally {
        await browser.close();
      }
    },
    300_000,
  );
});
