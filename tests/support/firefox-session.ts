import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { ErrorCode } from '@presence/protocol';
import puppeteer, { type Page } from 'puppeteer-core';
import { CLIP_FPS, type ClipName } from './face-video/clips.ts';
import { faceVideo } from './face-video/face-videos.ts';
import { pageCamera } from './page-camera.ts';
import { wordsOf } from './shown-text.ts';

const FIREFOX = '/usr/bin/firefox-esr';
/** Headless Firefox draws and encodes in software: a slower camera leaves room for the product on two cores. */
const CAMERA_FPS = 20;

/** Where the picture comes from: a clip through a track of the page's own, or Firefox's own camera. */
export type FirefoxCamera = { readonly clip: ClipName } | 'own';

export interface FirefoxSession {
  /** Origin of the clips, for a page whose policy has to allow it. */
  readonly clipsUrl: string;
  /** Opens the address in a fresh tab, works with it and closes it. */
  visit<T>(url: string, camera: FirefoxCamera, work: (page: Page) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Firefox's own camera: shows a colour pattern, is refused by the person, or does not exist. Fixed at its start. */
export type OwnCamera = 'pattern' | 'refused' | 'none';

const PREFERENCES: Readonly<Record<OwnCamera, Record<string, boolean | number>>> = {
  pattern: { 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true },
  // 2 is "block" in Firefox's table of permissions.
  refused: { 'media.navigator.streams.fake': true, 'permissions.default.camera': 2 },
  none: { 'media.navigator.permission.disabled': true },
};

/** Headless Firefox over WebDriver BiDi. Without a graphics card it has no WebGL, so the product runs on its fallback. */
export async function startFirefox(own: OwnCamera): Promise<FirefoxSession> {
  const clips = await startClipServer();
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: FIREFOX,
    headless: true,
    extraPrefsFirefox: PREFERENCES[own],
  });
  return {
    clipsUrl: clips.url,
    visit: async (url, source, work) => {
      const page = await browser.newPage();
      try {
        await page.setViewport({ width: 1280, height: 800 });
        if (source !== 'own') {
          const clipUrl = `${clips.url}/${source.clip}`;
          const camera = { clipUrl, framesPerSecond: CAMERA_FPS, clipFps: CLIP_FPS };
          await page.evaluateOnNewDocument(pageCamera, camera);
        }
        await page.goto(url);
        return await work(page);
      } finally {
        await page.close();
      }
    },
    close: async () => {
      await browser.close();
      await clips.close();
    },
  };
}

/** Resolves once the window shows the title and the advice that belong to the code. */
export async function waitForFirefoxError(page: Page, code: ErrorCode): Promise<void> {
  const shows = (words: readonly string[]) => {
    const text = document.querySelector('.oz-liveness')?.shadowRoot?.querySelector('dialog')?.textContent;
    return words.every((part) => text?.includes(part));
  };
  await page.waitForFunction(shows, { timeout: 30_000 }, wordsOf(code));
}

async function startClipServer(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    // Only our own pages ask, and only for clips.
    const name = request.url?.slice(1) as ClipName;
    faceVideo(name)
      .then(readFile)
      .then(
        (body) => response.writeHead(200, { 'access-control-allow-origin': '*' }).end(body),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the clip server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
