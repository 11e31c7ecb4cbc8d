import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from 'vite';

const SOURCE = fileURLToPath(new URL('../packages/web-sdk/src/', import.meta.url));
const ENTRY = `
  import { intervalStatistics } from '${SOURCE}camera/interval-statistics.ts';
  import { interfaceInspection } from '${SOURCE}camera/inspect-interfaces.ts';
  import { duplicateCounter } from '${SOURCE}camera/duplicate-counter.ts';
  import { pictureHasher } from '${SOURCE}tracking/picture-hash.ts';
  const timed = (times, work) => {
    const started = performance.now();
    for (let index = 0; index < times; index += 1) work(index);
    return (performance.now() - started) / times;
  };
  window.measure = async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    const [track] = stream.getVideoTracks();
    const video = document.createElement('video');
    video.srcObject = stream;
    video.muted = true;
    await video.play();
    const bitmap = await createImageBitmap(video);
    const intervals = intervalStatistics();
    const duplicates = duplicateCounter();
    const hash = pictureHasher();
    hash(bitmap);
    return {
      'each picture, main thread: interval': timed(100000, (n) =>
        intervals.add({ presentedMs: n * 33, capturedMs: n * 33 + (n % 3), presentedFrames: n })),
      'each picture, main thread: comparison of hashes': timed(100000, (n) => duplicates.add(n % 7)),
      'each picture, tracking worker: sample and hash': timed(200, () => hash(bitmap)),
      'once, main thread: look at the interfaces': timed(20, () => interfaceInspection({ stream, track }).result()),
      'once, main thread: figures at the end': timed(20, () => intervals.figures()),
    };
  };
`;

/**
 * What injection signals cost, in Chromium without a graphics card: `npm run bench signals`
 * prints one row for each part.
 */
export async function run(): Promise<void> {
  const code = await bundle();
  const server = createServer((request, response) => {
    const script = request.url === '/bench.js';
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' });
    response.end(
      script ? code : '<!doctype html><title>Bench</title><script type="module" src="/bench.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${port}/`);
    await page.waitForFunction(() => 'measure' in window);
    const rows = await page.evaluate(
      () => (window as unknown as { measure(): Promise<Record<string, number>> }).measure(), // set by the page's script
    );
    for (const [name, ms] of Object.entries(rows)) console.log(`${name.padEnd(52)} ${ms.toFixed(4)} ms`);
  } finally {
    await browser.close();
    server.close();
  }
}

async function bundle(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@presence/source'] },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'virtual:signals' ? id : undefined),
        load: (id) => (id === 'virtual:signals' ? ENTRY : undefined),
      },
    ],
    build: { write: false, rollupOptions: { input: 'virtual:signals' } },
  });
  const [first] = [output].flat();
  if (first === undefined || !('output' in first)) throw new Error('the bench page was not built');
  const { code } = first.output[0];
  return code;
}
