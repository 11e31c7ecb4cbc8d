import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../packages/web-sdk/src/langs/en.data.ts';
import { type Bench, startBench } from '../support/browser-session.ts';
import type { OpenOptions } from '../support/callback-record.ts';
import { payloadOf, runCapture } from '../support/host-page.ts';
import { keepSentContainers, sentManifest } from '../support/sent-container.ts';

const LEFT = { action: ['video_selfie_left'], time_limits: { face_ms: 60_000 } };

/** Opens the window; nobody waits for the end, and the browser may be gone before it. */
function start(page: Page, options: OpenOptions): void {
  runCapture(page, options).catch(() => undefined);
}

/** The camera whose picture is in the window. */
function cameraInWindow(page: Page): Promise<string> {
  return page
    .locator('.oz-liveness video')
    .evaluate((video) =>
      video instanceof HTMLVideoElement && video.srcObject instanceof MediaStream
        ? (video.srcObject.getVideoTracks()[0]?.label ?? '')
        : '',
    );
}

async function untilCamera(page: Page, expected: (label: string) => boolean): Promise<string> {
  for (const started = Date.now(); Date.now() - started < 10_000; ) {
    const label = await cameraInWindow(page);
    if (label !== '' && expected(label)) return label;
    await page.waitForTimeout(50);
  }
  throw new Error(`the camera in the window stayed ${await cameraInWindow(page)}`);
}

async function setVisibility(page: Page, state: 'hidden' | 'visible'): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

describe('care for the camera', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench.stop());

  it('offers several cameras, remembers the choice and falls over to another when one is unplugged', () =>
    bench.visit({ args: ['--use-fake-device-for-media-stream=device-count=2'] }, async (page) => {
      const picker = page.getByRole('combobox', { name: en['ui.camera_picker'] });
      start(page, LEFT);
      const before = await untilCamera(page, () => true);
      await picker.waitFor();
      expect(await picker.locator('option').count()).toBe(2);

      // By keyboard alone: the picker is the first stop of the window.
      for (let stops = 0; stops < 5 && !(await picker.evaluate(isFocused)); stops += 1)
        await page.keyboard.press('Tab');
      expect(await picker.evaluate(isFocused)).toBe(true);
      await page.keyboard.press('ArrowDown');
      const after = await untilCamera(page, (label) => label !== before);

      await page.evaluate(() => {
        (window as unknown as { OzLiveness: { close(): void } }).OzLiveness.close(); // the script tag defines it
      });
      start(page, LEFT);
      expect(await untilCamera(page, () => true)).toBe(after);
      // The picture is there before the SDK that watches it; a turn before that is no interruption.
      await picker.waitFor();

      // The phone is turned: the step starts over, and says so.
      const interrupted = page.getByRole('heading', { name: en['ui.interrupted_title'] });
      await page.locator('.oz-liveness video').evaluate(async (video) => {
        if (!(video instanceof HTMLVideoElement) || !(video.srcObject instanceof MediaStream)) return;
        await video.srcObject.getVideoTracks()[0]?.applyConstraints({ width: 320, height: 240 });
      });
      await interrupted.waitFor({ timeout: 20_000 });
      await interrupted.waitFor({ state: 'hidden', timeout: 20_000 });

      // A call takes the camera away and gives it back.
      const track = page.locator('.oz-liveness video');
      await track.evaluate(tell, 'mute');
      await page.getByText(en['ui.interrupted_muted'], { exact: true }).first().waitFor({ timeout: 20_000 });
      await track.evaluate(tell, 'unmute');
      await interrupted.waitFor({ state: 'hidden', timeout: 20_000 });

      // Unplugged: gone from the list, its track ends.
      await page.locator('.oz-liveness video').evaluate((video) => {
        if (!(video instanceof HTMLVideoElement) || !(video.srcObject instanceof MediaStream)) return;
        const [track] = video.srcObject.getVideoTracks();
        const gone = track?.getSettings().deviceId;
        const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
        navigator.mediaDevices.enumerateDevices = async () =>
          (await list()).filter(({ deviceId }) => deviceId !== gone);
        track?.stop();
        track?.dispatchEvent(new Event('ended'));
      });
      await interrupted.waitFor({ timeout: 20_000 });
      expect(await untilCamera(page, (label) => label !== after)).toBe(before);
      // What is gone is also forgotten.
      await page.waitForFunction(
        () => !Object.keys(localStorage).some((key) => key.includes('camera')),
        undefined,
        { timeout: 20_000 },
      );
    }));

  it('changes the wide lens a phone opened for the main one of the same side', () =>
    bench.visit({ args: ['--use-fake-device-for-media-stream=device-count=2'] }, async (page) => {
      await page.addInitScript(() => {
        const names = ['camera2 2, facing back, ultra wide', 'camera2 0, facing back'];
        const ids: string[] = [];
        const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
        navigator.mediaDevices.enumerateDevices = async () => {
          const cameras = (await list()).filter(({ kind }) => kind === 'videoinput');
          return cameras.map((camera) => {
            if (!ids.includes(camera.deviceId)) ids.push(camera.deviceId);
            return { ...camera.toJSON(), label: names[ids.indexOf(camera.deviceId)] ?? '' };
          });
        };
        Object.defineProperty(MediaStreamTrack.prototype, 'label', {
          get(this: MediaStreamTrack) {
            const { deviceId = '' } = this.getSettings();
            // The first that is opened is the wide one.
            if (!ids.includes(deviceId)) ids.push(deviceId);
            return names[ids.indexOf(deviceId)] ?? '';
          },
        });
      });
      await page.reload();
      start(page, { ...LEFT, cameraFacingMode: 'environment' });
      expect(await untilCamera(page, (label) => label !== '')).toBe('camera2 0, facing back');
    }));

  it('starts the step over when the page comes back, and puts its signals into the manifest', () =>
    bench.visit({ clip: 'idle' }, async (page) => {
      await keepSentContainers(page);
      // What a cheap injection script does, and nothing else on this page.
      await page.addInitScript(() => {
        const own = MediaDevices.prototype.enumerateDevices;
        MediaDevices.prototype.enumerateDevices = function enumerateDevices() {
          return own.call(this);
        };
      });
      await page.reload();
      const accepted = page.waitForResponse(/request\.php/, { timeout: 90_000 });
      start(page, { action: ['video_selfie_blank'] });
      await page.locator('.stage[data-recording="true"]').waitFor();
      await setVisibility(page, 'hidden');
      await page.getByText(en['ui.interrupted_hidden'], { exact: true }).first().waitFor();
      await setVisibility(page, 'visible');
      expect((await accepted).status()).toBe(202);

      const { injection_signals: signals, actions } = await sentManifest(page);
      expect(actions.map(({ action }) => action)).toEqual(['video_selfie_blank']);
      expect(signals).toMatchObject({
        version: 1,
        identity: { device_id: true, cameras: 1, opened: 1 },
        interfaces: { tampered: ['MediaDevices.enumerateDevices'], reference: 'frame' },
        automation: { webdriver: true },
        interruptions: ['hidden'],
      });
      expect(signals?.capabilities?.width?.max).toBeGreaterThan(0);
      expect(signals?.timing.intervals).toBeGreaterThan(2);
      expect(signals?.timing.mean_ms).toBeGreaterThan(10);
      expect(signals?.frames.compared).toBeGreaterThan(2);
      expect(signals?.interfaces.checked).toBeGreaterThan(30);
    }));

  it('shows where this browser keeps its permission while it still waits for an answer', () =>
    bench.visit({ clip: 'idle' }, async (page) => {
      await page.addInitScript(() => {
        navigator.mediaDevices.getUserMedia = () => new Promise(() => undefined);
      });
      await page.reload();
      const running = runCapture(page, { ...LEFT, get_user_media_timeout: 1500 });
      await page.getByText(en['ui.camera_slow'], { exact: true }).first().waitFor();
      expect(await page.locator('.oz-liveness dialog').getAttribute('data-state')).toBe('camera');
      await page.getByText(en['ui.allow_chrome_desktop'], { exact: true }).first().waitFor();
      expect(await page.locator('.where path').count()).toBeGreaterThan(5);
      expect(payloadOf(await running, 'on_error')).toMatchObject({ code: 'camera_timeout' });
      await page.getByText(en['ui.allow_chrome_desktop'], { exact: true }).first().waitFor();
    }));

  it('asks a person inside another app to open the page in a browser, and copies the address', () =>
    bench.visit({ clip: 'idle' }, async (page) => {
      const userAgent =
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22B83 Instagram 355.0.0.27';
      const session = await page.context().newCDPSession(page);
      await session.send('Emulation.setUserAgentOverride', { userAgent });
      await page.addInitScript(() => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
      });
      await page.goto(`${bench.site.url}/?offer=7`);
      const seen = await runCapture(page, LEFT);
      expect(payloadOf(seen, 'on_error')).toMatchObject({
        code: 'camera_in_app_browser',
        context: { app: 'instagram' },
      });
      await page.getByText(en['ui.allow_in_app'], { exact: true }).first().waitFor();
      const address = page.getByRole('textbox', { name: en['ui.page_address'] });
      expect(await address.inputValue()).toBe(`${bench.site.url}/?offer=7`);
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.getByRole('button', { name: en['ui.copy_address'] }).click();
      await page.getByRole('button', { name: en['ui.copied'] }).waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${bench.site.url}/?offer=7`);
    }));
});

/** Runs in the page: what the system tells the running track. */
function tell(video: Element, event: string): void {
  if (!(video instanceof HTMLVideoElement) || !(video.srcObject instanceof MediaStream)) return;
  video.srcObject.getVideoTracks()[0]?.dispatchEvent(new Event(event));
}

function isFocused(element: Element): boolean {
  const root = element.getRootNode();
  return root instanceof ShadowRoot && root.activeElement === element;
}
