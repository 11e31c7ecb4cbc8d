import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { GallerySite } from './gallery-site.ts';
import type { GalleryState } from './screens.data.ts';

export function launchGalleryBrowser(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      '--mute-audio',
      '--autoplay-policy=no-user-gesture-required',
      ...args,
    ],
  });
}

/** A page with an open capture window. */
export interface OpenedWindow {
  readonly page: Page;
  /** Everything the browser complained of: console messages and errors. */
  readonly complaints: readonly string[];
  show(state: GalleryState): Promise<void>;
  /** Runs an expression in which `root` is the window's shadow root. */
  inside(expression: string): Promise<unknown>;
  evaluate(expression: string): Promise<unknown>;
}

export interface OpenOptions extends BrowserContextOptions {
  /** Options of createCaptureView that can cross into the page; `lang` chooses the language. */
  readonly view?: Readonly<Record<string, unknown>>;
}

export async function openWindow(
  browser: Browser,
  site: GallerySite,
  { view = {}, ...context }: OpenOptions = {},
): Promise<OpenedWindow> {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...context,
  });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(site.url);
  await page.focus('#opener');
  const evaluate = (expression: string): Promise<unknown> => page.evaluate(expression);
  await evaluate(`openView(${JSON.stringify(view)})`);
  await page.waitForSelector('.oz-liveness dialog[open]');
  return {
    page,
    complaints,
    evaluate,
    show: async (state) => void (await evaluate(`showState(${JSON.stringify(state)})`)),
    inside: (expression) =>
      evaluate(`((root) => ${expression})(document.querySelector('.oz-liveness').shadowRoot)`),
  };
}
