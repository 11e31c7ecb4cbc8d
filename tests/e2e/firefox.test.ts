import type { ErrorCode } from '@presence/protocol';
import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallbackRecord, OpenOptions } from '../support/callback-record.ts';
import {
  type FirefoxCamera,
  type FirefoxSession,
  type OwnCamera,
  startFirefox,
  waitForFirefoxError,
} from '../support/firefox-session.ts';
import { type HostSite, payloadOf, runCapture, startHostSite } from '../support/host-page.ts';
import { type Stack, startStack } from '../support/stack.ts';

const SUCCESS = { state: 'finished', analyses: { quality: { state: 'finished', resolution: 'success' } } };
const IDLE: FirefoxCamera = { clip: 'idle' };

// Starting Firefox takes longer than most of the tests: they share one, and a site with a strict content security policy.
let site: HostSite;
let stack: Stack;
let firefox: FirefoxSession;
beforeAll(async () => {
  firefox = await startFirefox('pattern');
  let adapter = '';
  site = await startHostSite(() => adapter, { headers: () => strictPolicy(adapter, firefox.clipsUrl) });
  stack = await startStack({ adapterEnv: { WA_CORS_ORIGINS: site.url } });
  adapter = stack.url;
});
afterAll(async () => {
  await firefox.close();
  await stack.stop();
  await site.close();
});

/** The policy the documentation asks for; the clips stand for the camera and are no part of it. */
function strictPolicy(adapter: string, clips: string): Record<string, string> {
  const rules = [
    "default-src 'none'",
    `script-src ${adapter} 'wasm-unsafe-eval'`,
    `style-src ${adapter}`,
    `connect-src ${adapter} ${clips}`,
    `img-src ${adapter} blob: data:`,
    "media-src 'self' blob:",
    'worker-src blob:',
  ];
  return { 'content-security-policy': rules.join('; ') };
}

function capture(camera: FirefoxCamera, options: OpenOptions): Promise<CallbackRecord[]> {
  return firefox.visit(site.url, camera, (page) => runCapture(page, options, 45_000));
}

/** Runs a capture that must fail with the code, in `on_error` and in words on screen. */
async function failsWith(page: Page, code: ErrorCode, options: OpenOptions): Promise<void> {
  const seen = await runCapture(page, options, 30_000);
  expect(payloadOf(seen, 'on_error')).toMatchObject({ code });
  await waitForFirefoxError(page, code);
}

describe('Firefox without WebGL', () => {
  it('looking at the camera passes on the fallback detector, under a strict policy', async () => {
    const { seen, violations } = await firefox.visit(site.url, IDLE, async (page) => {
      await page.evaluate(() => {
        const list: string[] = [];
        Object.assign(window, { violations: list });
        document.addEventListener('securitypolicyviolation', (event) =>
          list.push(`${event.violatedDirective} ${event.blockedURI}`),
        );
      });
      const records = await runCapture(page, { action: ['video_selfie_blank'] }, 30_000);
      return {
        seen: records,
        violations: await page.evaluate(() => (window as unknown as { violations: string[] }).violations), // set above
      };
    });
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete'), await stack.findings()).toMatchObject(SUCCESS);
    expect(seen.map(({ name }) => name).filter((name) => name !== 'on_result')).toEqual([
      'on_capture_complete',
      'on_submit',
      'on_complete',
    ]);
    expect(violations).toEqual([]);
    // Our own telemetry, as the adapter logs it: which detector and why.
    expect(stack.adapter.output()).toMatch(
      /"event":"tracker.ready".*"kind":"onnx".*face_landmarker: .*WebGL/,
    );
  });

  it('a turn and a blink in one capture pass', async () => {
    const action = ['video_selfie_left', 'video_selfie_eyes'];
    const seen = await capture({ clip: 'sequence' }, { action });
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete'), await stack.findings()).toMatchObject(SUCCESS);
  });

  it('a gesture that is not made is refused', async () => {
    const time_limits = { gesture_ms: 5000 };
    const seen = await capture(IDLE, { action: ['video_selfie_smile'], time_limits });
    expect(payloadOf(seen, 'on_error')).toMatchObject({
      code: 'gesture_not_performed',
      context: { action: 'video_selfie_smile' },
    });
    expect(payloadOf(seen, 'on_submit')).toBeUndefined();
  });

  it("its own camera's colour pattern is no face", () =>
    firefox.visit(site.url, 'own', (page) =>
      failsWith(page, 'face_not_found', { action: ['video_selfie_blank'], time_limits: { face_ms: 2000 } }),
    ));
});

it('in Firefox a frame without allow="camera" is told so, not that the person refused', async () => {
  const code = await firefox.visit(
    `${site.url.replace('localhost', '127.0.0.1')}/framed`,
    'own',
    async (page) => {
      const frame = await page.waitForFrame((each) => each !== page.mainFrame());
      await frame.waitForFunction(() => 'OzLiveness' in window);
      return await frame.evaluate(
        () =>
          new Promise<string>((resolve) => {
            const plugin = (window as unknown as { OzLiveness: { open(options: unknown): void } }).OzLiveness; // the script tag defines it
            plugin.open({ on_error: (error: { code: string }) => resolve(error.code) });
          }),
      );
    },
  );
  expect(code).toBe('camera_blocked_by_policy');
});

it('in Firefox the window keeps the keyboard, and Escape gives it back', async () => {
  const { inside, after, closed } = await firefox.visit(site.url, 'own', async (page) => {
    await page.evaluate(() => {
      const opener = document.createElement('button');
      opener.id = 'opener';
      document.body.append(opener);
      opener.focus();
      const plugin = (window as unknown as { OzLiveness: { open(options: unknown): void } }).OzLiveness; // the script tag defines it
      plugin.open({ on_close: () => document.body.append('closed') });
    });
    await page.waitForFunction(() =>
      document.querySelector('.oz-liveness')?.shadowRoot?.querySelector(':modal'),
    );
    const focused = () =>
      page.evaluate(() => {
        const { activeElement } = document;
        return activeElement === document.body ? 'browser' : (activeElement?.className ?? '');
      });
    const seen = [await focused()];
    for (let i = 0; i < 4; i += 1) {
      await page.keyboard.press('Tab');
      seen.push(await focused());
    }
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('.oz-liveness') === null);
    return {
      inside: seen,
      after: await page.evaluate(() => document.activeElement?.id),
      closed: await page.evaluate(() => document.body.textContent?.endsWith('closed')),
    };
  });
  // Past the window's last control comes Firefox's own, never the page; the next key leads back in.
  expect(inside[0]).toBe('oz-liveness');
  expect(['oz-liveness', 'browser']).toEqual(expect.arrayContaining(inside));
  expect(inside.filter((place) => place === 'oz-liveness').length).toBeGreaterThan(1);
  expect(after).toBe('opener');
  expect(closed).toBe(true);
});

const PROBLEMS = [
  ['refused', 'camera_permission_denied'],
  ['none', 'camera_not_found'],
] as const satisfies readonly (readonly [OwnCamera, ErrorCode])[];

it.each(PROBLEMS)('in Firefox a camera that is %s ends with %s', async (own, code) => {
  const other = await startFirefox(own);
  try {
    await other.visit(site.url, 'own', (page) => failsWith(page, code, {}));
  } finally {
    await other.close();
  }
});
