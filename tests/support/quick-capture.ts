import type { Page } from 'playwright-core';

/** The part of the page's `OzLiveness` these captures use. */
interface Plugin {
  open(options: Readonly<Record<string, unknown>>): void;
  close(): void;
}

/**
 * One `video_selfie_blank` against an adapter with `architecture: capture`, closed as soon as the page has its frames.
 * Resolves with their number, or rejects with the code of the error.
 */
export async function quickCapture(page: Page): Promise<number> {
  return await page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const plugin = (window as unknown as { OzLiveness: Plugin }).OzLiveness; // the script tag defines it
        let frames = 0;
        plugin.open({
          action: ['video_selfie_blank'],
          on_capture_complete: (capture: { frame_list?: readonly string[] }) => {
            frames = capture.frame_list?.length ?? 0;
            plugin.close();
          },
          on_error: (error: { code: string }) => reject(new Error(error.code)),
          on_close: () => resolve(frames),
        });
      }),
  );
}

/** Bytes the page's own JavaScript heap holds after garbage collection; its workers have heaps of their own. */
export async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    // What a finalizer lets go is garbage only for the next collection.
    for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    return usedSize;
  } finally {
    await session.detach();
  }
}
