import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { ERROR_CODES } from '@presence/protocol';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ViewState } from '../model/capture-view.ts';

/** The window in Chromium, under the strict policy a bank's page has: states, keyboard, accessibility, sizes. */
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; media-src 'self' blob:; img-src data:";
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const ENTRY = `
  import { createCaptureView } from '${path('./create-capture-view.ts')}';
  import { createLanguages } from '${path('../langs/create-languages.ts')}';
  import '${path('./liveness.css')}';
  window.events = [];
  window.openView = (more = {}) => {
    const { lang = 'en', ...options } = more;
    window.view = createCaptureView({
      parent: document.body, styleSheetUrl: '/style.css', language: createLanguages().choose([lang]), style: undefined,
      documentPattern: true, version: '1.2.3', onEvent: (event) => window.events.push(event.kind), ...options,
    });
  };
`;
const PAGE = `<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,">
  <meta name="viewport" content="width=device-width"></head><body><main><h1>A page</h1>
  <button id="opener">Open</button></main><script type="module" src="/main.js"></script></body></html>`;

const guiding = {
  kind: 'guiding',
  ready: true,
  action: null,
  index: 0,
  count: 3,
  hint: null,
  progress: 0,
  recording: false,
} as const;
const PHOTO = {
  kind: 'photo',
  action: 'photo_id_back',
  way: 'camera',
  otherWay: true,
  shutter: true,
  hint: null,
  progress: 0,
  problem: null,
  index: 1,
  count: 3,
} as const;
const STATES: Readonly<Record<string, ViewState>> = {
  loading: { kind: 'loading' },
  camera: { kind: 'camera', slow: true },
  framing: { ...guiding, hint: 'move_closer' },
  gesture: {
    ...guiding,
    action: 'video_selfie_left',
    hint: 'video_selfie_left',
    index: 1,
    progress: 0.4,
    recording: true,
  },
  praise: { ...guiding, hint: 'well_done', index: 2 },
  manual: { kind: 'manual', action: 'video_selfie_smile', index: 0, count: 2, recording: false, progress: 0 },
  photo: { ...PHOTO, hint: 'document_glare' },
  photo_file: { ...PHOTO, way: 'file', problem: 'file_heic' },
  portrait: { ...PHOTO, action: 'photo_selfie', shutter: false, hint: 'move_closer' },
  uploading: { kind: 'uploading', sent: 0.6, waitingForNetwork: false },
  offline: { kind: 'uploading', sent: 0.6, waitingForNetwork: true },
  checking: { kind: 'checking' },
  success: { kind: 'finished', verdict: 'success' },
  declined: { kind: 'finished', verdict: 'declined' },
  error: { kind: 'error', code: 'camera_blocked_by_policy', retry: true },
};

const SIZES = [
  [320, 568],
  [390, 844],
  [740, 360],
  [1280, 800],
] as const;

let server: Server;
let browser: Browser;
let address = '';

async function bundle(): Promise<ReadonlyMap<string, { type: string; text: string }>> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@presence/source'] },
    plugins: [
      {
        name: 'test-entry',
        resolveId: (id) => (id === 'test-entry' ? `${path('.')}test-entry.ts` : null),
        load: (id) => (id.endsWith('test-entry.ts') ? ENTRY : null),
      },
    ],
    build: { write: false, minify: false, rolldownOptions: { input: 'test-entry' } },
  });
  const files = [built].flat().flatMap((each) => ('output' in each ? each.output : []));
  const script = files.find((file) => file.type === 'chunk');
  const style = files.find((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
  if (script?.type !== 'chunk' || style?.type !== 'asset')
    throw new Error('the bundle lacks a script or a style');
  return new Map([
    ['/', { type: 'text/html', text: PAGE }],
    ['/main.js', { type: 'text/javascript', text: script.code }],
    ['/style.css', { type: 'text/css', text: String(style.source) }],
  ]);
}

beforeAll(async () => {
  const files = await bundle();
  server = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.writeHead(file === undefined ? 404 : 200, {
      'content-type': file?.type ?? 'text/plain',
      'content-security-policy': CSP,
    });
    response.end(file?.text ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening TCP server has an object for its address.
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      '--mute-audio',
    ],
  });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => server?.close(resolve));
});

interface Opened {
  readonly page: Page;
  readonly complaints: string[];
}

async function opened(options: { width?: number; height?: number; view?: object } = {}): Promise<Opened> {
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    reducedMotion: 'reduce',
  });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  await page.focus('#opener');
  await evaluate(page, `openView(${JSON.stringify(options.view ?? {})})`);
  await page.waitForSelector('.oz-liveness dialog[open]');
  return { page, complaints };
}
const evaluate = (page: Page, code: string): Promise<unknown> => page.evaluate(code);
const show = (page: Page, state: ViewState) => evaluate(page, `view.show(${JSON.stringify(state)})`);
/** The review needs a picture, which cannot be written down as JSON. */
const showReview = (page: Page, warning: string | null) =>
  evaluate(
    page,
    `createImageBitmap(new ImageData(new Uint8ClampedArray(4 * 85 * 54).fill(255), 85, 54)).then((picture) => {
      view.show({ kind: 'photo_review', action: 'photo_id_front', picture, source: 'capture', warning: ${JSON.stringify(warning)}, index: 0, count: 2 });
      picture.close();
    })`,
  );
const inside = (page: Page, code: string) =>
  evaluate(page, `((root) => ${code})(document.querySelector('.oz-liveness').shadowRoot)`);

describe('the capture window', () => {
  it('has no accessibility violation in any state', async () => {
    const { page } = await opened();
    await evaluate(page, axe.source);
    for (const [name, state] of Object.entries(STATES)) {
      await show(page, state);
      // Screens cross-fade; colours are judged when they stand.
      await page.waitForTimeout(300);
      const violations = await evaluate(
        page,
        `axe.run().then((found) => found.violations.map((each) => each.id + ': ' + each.nodes.map((node) => node.failureSummary).join('; ')))`,
      );
      expect(violations, name).toEqual([]);
    }
    await page.close();
  }, 120_000);

  it('shows a photo for review: focus on the answer, the picture named, a warning in words', async () => {
    const { page, complaints } = await opened({ width: 390, height: 844 });
    await showReview(page, 'glare');
    await page.waitForTimeout(300);
    expect(complaints).toEqual([]);
    expect(await inside(page, `root.activeElement.textContent`)).toBe('Use this picture');
    expect(await inside(page, `root.querySelector('.still').getAttribute('aria-label')`)).toBe(
      'The picture you took',
    );
    // The bitmap was closed after it was shown; what is on screen is a drawing of it.
    expect(
      await inside(page, `root.querySelector('.still').getContext('2d').getImageData(40, 20, 1, 1).data[0]`),
    ).toBe(255);
    expect(await inside(page, `root.querySelector('.prompt .text').textContent`)).toContain('Glare');
    await evaluate(page, axe.source);
    expect(
      await evaluate(page, `axe.run().then((found) => found.violations.map((each) => each.id))`),
    ).toEqual([]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await show(page, STATES.photo ?? { kind: 'loading' });
    expect(await inside(page, `root.querySelector('.still').width`)).toBe(1);
    expect(await evaluate(page, 'events')).toEqual(['retake']);
    await page.close();
  });

  it('tells that a file is being chosen, which one it is, and that it is not', async () => {
    const { page } = await opened();
    await show(page, STATES.photo_file ?? { kind: 'loading' });
    const chooser = page.waitForEvent('filechooser');
    await page.click('[data-event=pick]');
    await (await chooser).setFiles({ name: 'id.png', mimeType: 'image/png', buffer: Buffer.from('x') });
    await inside(page, `root.querySelector('input[type=file]').dispatchEvent(new Event('cancel'))`);
    expect(await evaluate(page, 'events')).toEqual(['pick', 'photo_file', 'pick_cancelled']);
    await page.close();
  });

  it('shows everything of every state in any window, and breaks no content policy', async () => {
    const { page, complaints } = await opened({ view: { lang: 'ru' } });
    for (const [width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      for (const [name, state] of Object.entries(STATES)) {
        await show(page, state);
        const found = await inside(
          page,
          `[...root.querySelectorAll('.title, .text, .button, .close, .stage, .dial')].filter((each) => {
            const box = each.getBoundingClientRect();
            const shown = each.checkVisibility({ checkVisibilityCSS: true }) && box.width > 0;
            return shown && (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight);
          }).map((each) => each.className)`,
        );
        expect(found, `${name} at ${width} x ${height}`).toEqual([]);
      }
    }
    expect(complaints).toEqual([]);
    await page.close();
  }, 120_000);

  it('shows every error with a title and advice', async () => {
    const { page } = await opened();
    const texts = await evaluate(
      page,
      `${JSON.stringify(ERROR_CODES)}.map((code) => {
        view.show({ kind: 'error', code, retry: true });
        return document.querySelector('.oz-liveness').shadowRoot.querySelector('.message').innerText.trim();
      })`,
    );
    for (const text of [texts].flat()) {
      expect(String(text)).toMatch(/^.{5,}\n+.{10,}/);
      expect(String(text)).not.toMatch(/error\.|\{/);
    }
    expect([texts].flat()).toHaveLength(ERROR_CODES.length);
    await page.close();
  });

  it('is a modal dialog that holds the focus, and gives it back', async () => {
    const { page } = await opened();
    await show(page, STATES.error ?? { kind: 'loading' });
    expect(await inside(page, `root.querySelector('dialog').matches(':modal')`)).toBe(true);
    expect(await inside(page, `root.activeElement.textContent`)).toBe('Try again');
    for (let press = 0; press < 6; press += 1) {
      await page.keyboard.press('Tab');
      expect(await evaluate(page, `document.activeElement.id`)).not.toBe('opener');
    }
    await evaluate(page, 'view.close()');
    expect(
      await evaluate(page, `[document.activeElement.id, document.querySelectorAll('.oz-liveness').length]`),
    ).toEqual(['opener', 0]);
    await evaluate(page, 'view.close()');
    await page.close();
  });

  it('tells what the person pressed, and leaves closing to the session', async () => {
    const { page } = await opened();
    await page.keyboard.press('Escape');
    await page.click('.close');
    await show(page, STATES.error ?? { kind: 'loading' });
    await page.click('[data-event=retry]');
    await show(page, STATES.manual ?? { kind: 'loading' });
    await page.click('[data-event=record]');
    await show(page, STATES.photo ?? { kind: 'loading' });
    await page.click('[data-event=shutter]');
    expect(await evaluate(page, 'events')).toEqual(['close', 'close', 'retry', 'record', 'shutter']);
    expect(await inside(page, `root.querySelector('dialog').open`)).toBe(true);
    await page.close();
  });

  it('hides at once, and two windows do not disturb each other', async () => {
    const { page } = await opened();
    await evaluate(page, `(window.first = view, openView({ lang: 'es' }))`);
    await page.waitForFunction(`document.querySelectorAll('.oz-liveness').length === 2`);
    await evaluate(page, 'view.hide()');
    expect(
      await evaluate(
        page,
        `[...document.querySelectorAll('.oz-liveness')].map((each) => each.checkVisibility())`,
      ),
    ).toEqual([true, false]);
    await page.close();
  });

  it('announces hints politely', async () => {
    const { page } = await opened();
    await show(page, STATES.framing ?? { kind: 'loading' });
    await page.waitForTimeout(1600);
    expect(await inside(page, `root.querySelector('[role=status]').textContent`)).toBe(
      'Step 1 of 3. Move closer',
    );
    await page.close();
  });

  it('mirrors the picture and turns the arrows with it', async () => {
    const { page } = await opened();
    await show(page, STATES.gesture ?? { kind: 'loading' });
    const cue = () => inside(page, `root.querySelector('.stage').dataset.cue`);
    expect(await cue()).toBe('left');
    await evaluate(page, 'view.setVideoLook({ mirrored: false, oval: false, width: 640, height: 480 })');
    expect(await cue()).toBe('right');
    expect(await inside(page, `getComputedStyle(root.querySelector('.video')).transform`)).toBe('none');
    await page.close();
  });

  it('rounds the frame of a document as the page wishes, and leaves its pattern out', async () => {
    const outline = (options: object) =>
      opened({ view: options }).then(async ({ page }) => {
        await show(page, STATES.photo ?? { kind: 'loading' });
        const drawn = await inside(
          page,
          `[root.querySelector('.edge').getAttribute('d'), root.querySelectorAll('.template').length]`,
        );
        await page.close();
        return [drawn].flat();
      });
    const [plain, lines] = await outline({});
    const style = { documentFrameCustomization: { cornersRadius: '0px' } };
    const [square, none] = await outline({ style, documentPattern: false });
    expect(plain).toContain('a16 16');
    expect(square).toContain('a0 0');
    expect([Number(lines) > 0, none]).toEqual([true, 0]);
  });

  it("takes the page's style and language", async () => {
    const { page } = await opened({
      view: {
        lang: 'kk',
        style: { baseColorCustomization: { backgroundColorPrimary: 'rgb(250, 240, 230)' } },
      },
    });
    expect(await inside(page, `getComputedStyle(root.querySelector('dialog')).backgroundColor`)).toBe(
      'rgb(250, 240, 230)',
    );
    expect(await inside(page, `root.querySelector('dialog').lang`)).toBe('kk');
    await page.close();
  });
});
