import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchGalleryBrowser, type OpenedWindow, type OpenOptions, openWindow } from './gallery-browser.ts';
import { type GallerySite, startGallerySite } from './gallery-site.ts';

/** For the tests of one file: a browser and the gallery, and a way to open its window for one test. */
export function useGallery() {
  let site: GallerySite;
  let browser: Browser;
  beforeAll(async () => {
    site = await startGallerySite();
    browser = await launchGalleryBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  return async (options: OpenOptions, work: (opened: OpenedWindow) => Promise<void>): Promise<void> => {
    const opened = await openWindow(browser, site, options);
    try {
      await work(opened);
    } finally {
      await opened.page.close();
    }
  };
}
