import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The pages as `npm run build` made them, in Chromium under the adapter's content policy, without an adapter behind them. */
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'";
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const folder = fileURLToPath(new URL('..', import.meta.url));

let server: Server;
let browser: Browser;
let address = '';

beforeAll(async () => {
  const files = new Map<string, Buffer>();
  for (const entry of readdirSync(`${folder}dist`, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(path.slice(`${folder}dist`.length), readFileSync(path));
  }
  server = createServer((request, response) => {
    const text = files.get(request.url ?? '');
    const type = TYPES[extname(request.url ?? '')] ?? 'text/plain';
    response.writeHead(text === undefined ? 404 : 200, {
      'content-type': type,
      'content-security-policy': CSP,
    });
    response.end(text ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening TCP server has an object for its address.
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  });
}, 60_000);

afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => server?.close(resolve));
});

async function opened(path: string, width: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 800 }, reducedMotion: 'reduce' });
  await page.goto(address + path);
  return page;
}

const COMPONENT_PAGES = ['/react.html', '/vue.html', '/angular.html', '/element.html'];

describe.each(['/index.html', '/operator.html', ...COMPONENT_PAGES])('%s', (path) => {
  it('has no accessibility violation, breaks no policy and asks no other host', async () => {
    const page = await browser.newPage({ reducedMotion: 'reduce' });
    const complaints: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await page.goto(address + path);
    await page.waitForTimeout(200);
    const own = await page.getAttribute('nav [aria-current="page"]', 'href');
    expect(own).toBe(path === '/index.html' ? '/' : path);
    // The plugin is the adapter's, which is not here.
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
    expect([...new Set(asked)]).toEqual([address]);
    await page.evaluate(axe.source);
    const found = await page.evaluate('axe.run().then(({ violations }) => violations.map(({ id }) => id))');
    expect(found).toEqual([]);
    await page.close();
  }, 60_000);

  it.each([320, 1280])('does not scroll sideways at %i pixels', async (width) => {
    const page = await opened(path, width);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.close();
  });
});

describe.each(['/index.html', '/operator.html'])('%s without its adapter', (path) => {
  it('says so when the plugin cannot be loaded', async () => {
    const page = await opened(path, 1280);
    await page.click('#start');
    expect(await page.textContent('#support')).toContain('did not load');
    await page.close();
  });
});

describe.each(COMPONENT_PAGES)('%s without its adapter', (path) => {
  it('shows its code, and why the check stopped', async () => {
    const page = await opened(path, 1280);
    const code = (await page.textContent('#snippet')) ?? '';
    expect(code).toContain('video_selfie_blank');
    // Flush left, as in the file it comes from.
    expect(code.split('\n').at(-1)).toMatch(/^\S/);
    await page.click('#example button');
    await page.waitForSelector('text=/^Stopped: (adapter|camera)_/', { state: 'attached' });
    await page.close();
  });
});

describe('the customer page', () => {
  it('keeps the order in which movements are picked, and shows the call it makes', async () => {
    const page = await opened('/index.html', 1280);
    const code = () => page.textContent('#snippet');
    expect(await code()).not.toContain('action:');
    await page.check('input[value=own]');
    await page.click('.chip:has-text("Turn left")');
    await page.click('.chip:has-text("Blink")');
    await page.click('.chip:has-text("Turn left")');
    await page.selectOption('#lang', 'ru');
    expect(await code()).toContain(
      "action: ['video_selfie_smile', 'video_selfie_eyes', 'video_selfie_left']",
    );
    expect(await code()).toContain("lang: 'ru'");
    expect(await page.textContent('#order')).toBe('In this order: Smile, Blink, Turn left.');
    await page.close();
  });
});
