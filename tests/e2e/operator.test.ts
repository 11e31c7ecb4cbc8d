import { devices, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operatorEn } from '../../packages/web-sdk/src/langs/operator/en.data.ts';
import { launchBrowser, withPage } from '../support/fake-camera-browser.ts';
import { recordCapture } from '../support/record-capture.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { windowFacts } from '../support/window-facts.ts';

const PATIENT = { timeout: 30_000 };
/** No clip: Chromium's own two cameras, which show a pattern. */
const TWO_CAMERAS = { args: ['--use-fake-device-for-media-stream=device-count=2'] };

/** Every width in which the picture's place has been seen, in pixels. */
async function watchWidths(page: Page): Promise<() => Promise<unknown>> {
  await page.addInitScript(() => {
    const widths: number[] = [];
    const look = () => {
      const root = document.querySelector('.oz-liveness')?.shadowRoot;
      const stage = root?.querySelector('dialog[open] .stage');
      const width = Math.round(stage?.getBoundingClientRect().width ?? 0);
      if (stage?.checkVisibility({ visibilityProperty: true }) && !widths.includes(width)) widths.push(width);
      requestAnimationFrame(look);
    };
    look();
    Object.assign(window, { stageWidths: widths });
  });
  return () => page.evaluate('stageWidths');
}

describe('operator mode', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ adapterEnv: { WA_USE_FOR_LIVENESS: 'true' } });
  });
  afterAll(() => stack.stop());

  it("runs the demo's branch page to a verdict, speaking to the operator", async () => {
    await withPage({ clip: 'idle' }, async (page) => {
      const widths = await watchWidths(page);
      await page.goto(`${stack.url}/operator.html`);
      await page.getByText('Operator mode is on here.').waitFor(PATIENT);
      await page.getByRole('button', { name: 'Start filming' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(operatorEn['operator.hint.video_selfie_blank']).first().waitFor(PATIENT);
      // A desktop: what the operator sees is neither a mirror nor behind an oval.
      expect(
        await dialog.locator('.stage').evaluate((stage) => ({ ...(stage as HTMLElement).dataset })),
      ).toMatchObject({
        mirrored: 'false',
        oval: 'false',
      });
      // The picture's place never changes before the operator's eyes.
      expect(await widths()).toHaveLength(1);
      await page.locator('#verdict').getByText('Welcome – it’s you').waitFor(PATIENT);
    });
  });

  it('goes to the next camera by one press, from the keyboard too', async () => {
    await withPage(TWO_CAMERAS, async (page) => {
      await page.goto(`${stack.url}/operator.html`);
      await page.getByRole('button', { name: 'Start filming' }).click();
      const next = page.getByRole('button', { name: 'Switch camera' });
      await next.waitFor(PATIENT);
      const camera = () =>
        page.locator('.oz-liveness video').evaluate((video) => {
          const { srcObject } = video as HTMLVideoElement; // the window has one video
          return srcObject instanceof MediaStream ? (srcObject.getVideoTracks()[0]?.label ?? '') : '';
        });
      const first = await camera();
      await next.press('Enter');
      await expect.poll(async () => ['', first].includes(await camera()), PATIENT).toBe(false);
    });
  });

  it('films with the rear camera of a phone whatever the page asks for, with an oval and no mirror', async () => {
    const browser = await launchBrowser({ clip: 'idle' });
    try {
      const page = await browser.newPage(devices['Pixel 7']);
      await page.goto(`${stack.url}/operator.html`);
      await page.waitForFunction(() => 'OzLiveness' in window);
      const running = recordCapture(page, { action: ['video_selfie_left'], cameraFacingMode: 'user' });
      expect((await windowFacts(page)).constraints).toMatchObject({ facingMode: 'environment' });
      await page.getByText(operatorEn['operator.hint.video_selfie_left']).first().waitFor(PATIENT);
      expect(
        await page.locator('.stage').evaluate((stage) => ({ ...(stage as HTMLElement).dataset })),
      ).toMatchObject({ mirrored: 'false', oval: 'true' });
      await page.getByRole('button', { name: 'Close' }).click();
      expect((await running).map(({ name }) => name)).toEqual(['on_close']);
    } finally {
      await browser.close();
    }
  });
});
