import type { Page } from 'playwright-core';
import type { CallbackRecord, OpenOptions } from './callback-record.ts';
import { type CameraOptions, withPage } from './fake-camera-browser.ts';
import { type HostSite, runCapture, startHostSite } from './host-page.ts';
import { type Stack, type StackOptions, startStack } from './stack.ts';

/** The product and a customer's site on another origin, ready for captures. */
export interface Bench {
  readonly stack: Stack;
  readonly site: HostSite;
  /** One visit: a fresh browser with the clip as its camera opens the site and runs one capture. */
  capture(camera: CameraOptions, options: OpenOptions, withinMs?: number): Promise<CallbackRecord[]>;
  visit<T>(camera: CameraOptions, work: (page: Page) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export interface BenchOptions extends StackOptions {
  /** Names under which the site may be visited; the adapter lets each of these origins in. */
  readonly hosts?: readonly string[];
}

/** Starts both; the adapter lets exactly the site's origin in. */
export async function startBench(options: BenchOptions = {}): Promise<Bench> {
  // The site must know the adapter's address and the adapter the site's origin: the site asks for its port first.
  let adapterUrl = '';
  const site = await startHostSite(() => adapterUrl);
  const stack = await startStack({
    ...options,
    adapterEnv: {
      WA_CORS_ORIGINS: (options.hosts ?? ['localhost'])
        .map((host) => site.url.replace('localhost', host))
        .join(','),
      ...options.adapterEnv,
    },
  });
  adapterUrl = stack.url;
  const visit: Bench['visit'] = (camera, work) =>
    withPage(camera, async (page) => {
      await page.goto(site.url);
      return await work(page);
    });
  return {
    stack,
    site,
    visit,
    capture: (camera, open, withinMs) => visit(camera, (page) => runCapture(page, open, withinMs)),
    stop: async () => {
      await stack.stop();
      await site.close();
    },
  };
}
