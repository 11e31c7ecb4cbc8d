import { type Browser, chromium, type Page } from 'playwright-core';
import type { ClipName } from './face-video/clips.ts';
import { faceVideo } from './face-video/face-videos.ts';

const CHROMIUM = '/usr/bin/chromium';

export interface CameraOptions {
  /** The clip the fake camera plays; absent: the browser has no camera at all. */
  readonly clip?: ClipName;
  /** False: the browser asks for permission and, headless, refuses. */
  readonly allowCamera?: boolean;
  readonly args?: readonly string[];
}

/** Headless Chromium whose camera plays one of our clips, from its first frame, in a loop. */
export async function launchBrowser(options: CameraOptions): Promise<Browser> {
  const camera = options.clip
    ? [
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${await faceVideo(options.clip)}`,
      ]
    : [];
  return await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--mute-audio',
      ...(options.allowCamera === false ? [] : ['--use-fake-ui-for-media-stream']),
      ...camera,
      ...(options.args ?? []),
    ],
  });
}

/** Runs `work` with a page of a fresh browser and closes both whatever happens. */
export async function withPage<T>(options: CameraOptions, work: (page: Page) => Promise<T>): Promise<T> {
  const browser = await launchBrowser(options);
  try {
    return await work(await browser.newPage({ viewport: { width: 1280, height: 800 } }));
  } finally {
    await browser.close();
  }
}
