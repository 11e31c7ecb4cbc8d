import type { Page } from 'playwright-core';

/** What a capture may leave behind on its page. All zero or empty: nothing is left. */
export interface Leftovers {
  readonly liveTracks: number;
  readonly workers: number;
  /** Elements in the body beyond those that were there, e.g. the capture window. */
  readonly elements: number;
  /** Listeners on document and window beyond those that were there. */
  readonly listeners: number;
  readonly scrollLocked: boolean;
}

export const NOTHING_LEFT: Leftovers = {
  liveTracks: 0,
  workers: 0,
  elements: 0,
  listeners: 0,
  scrollLocked: false,
};

export interface PageWatch {
  leftovers(): Promise<Leftovers>;
  /** Resolves when the camera runs. */
  cameraOn(): Promise<void>;
  /** How many tracks the page was given so far. */
  opened(): Promise<number>;
}

/** Counts from now on. Call it when the page has loaded and no capture runs. */
export async function watchPage(page: Page): Promise<PageWatch> {
  // Playwright's own script in the page listens too, from its first use on.
  await page.waitForFunction(() => true);
  await page.evaluate(() => {
    const tracks: MediaStreamTrack[] = [];
    // A proxy looks like the browser's own function: a capture that finds it replaced keeps its frames to itself.
    MediaDevices.prototype.getUserMedia = new Proxy(MediaDevices.prototype.getUserMedia, {
      apply: async (open, devices, [constraints]) => {
        const stream = await open.call(devices, constraints);
        tracks.push(...stream.getTracks());
        return stream;
      },
    });
    Object.assign(window, { watchedTracks: tracks });
  });
  const liveTracks = () =>
    page.evaluate(
      () =>
        (window as unknown as { watchedTracks: MediaStreamTrack[] }).watchedTracks.filter(
          (track) => track.readyState === 'live',
        ).length, // set above
    );
  const opened = () =>
    page.evaluate(() => (window as unknown as { watchedTracks: unknown[] }).watchedTracks.length); // set above
  const elementCount = () => page.evaluate(() => document.body.childElementCount);
  const elementsBefore = await elementCount();
  const listenersBefore = await listenerCount(page);
  return {
    opened,
    leftovers: async () => ({
      liveTracks: await liveTracks(),
      workers: page.workers().length,
      elements: (await elementCount()) - elementsBefore,
      listeners: (await listenerCount(page)) - listenersBefore,
      scrollLocked: await page.evaluate(() => document.documentElement.style.overflow !== ''),
    }),
    cameraOn: async () => {
      await page.waitForFunction(
        () =>
          (window as unknown as { watchedTracks: MediaStreamTrack[] }).watchedTracks.some(
            (track) => track.readyState === 'live',
          ), // set above
      );
    },
  };
}

/** As the browser itself counts them; nothing of the page is patched for it. */
async function listenerCount(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    let count = 0;
    for (const expression of ['document', 'window']) {
      const { result } = await session.send('Runtime.evaluate', { expression });
      const { listeners } = await session.send('DOMDebugger.getEventListeners', {
        objectId: result.objectId ?? '',
      });
      count += listeners.length;
    }
    return count;
  } finally {
    await session.detach();
  }
}
