import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { formatRanges } from '../packages/web-sdk/src/build/index-ranges.ts';
import { bodySizes, CALLED_MEMORY, noteCalls } from '../packages/web-sdk/src/build/wasm-bodies.ts';
import { type ClipMoment, observeInPage, startDetectorLab } from '../tests/support/detector-lab.ts';
import type { ClipName } from '../tests/support/face-video/clips.ts';
import { withPage } from '../tests/support/fake-camera-browser.ts';
import { ROOT } from '../tests/support/program.ts';

const LIBRARY = 'node_modules/@mediapipe/tasks-vision/wasm/vision_wasm_module_internal.wasm';
const TARGET = 'packages/web-sdk/src/build/vision-functions.data.ts';
const LINE = 110;

const MOVING: readonly ClipName[] = ['idle', 'left', 'right', 'high', 'down', 'smile', 'eyes', 'sequence'];
const STILL: readonly ClipName[] = ['no_face', 'two_faces', 'too_far', 'too_dark', 'print', 'replay'];
const MOMENTS: readonly ClipMoment[] = [
  ...MOVING.flatMap((clip) => [0, 0.4, 1, 1.2, 2.2].map((seconds) => ({ clip, seconds }))),
  ...STILL.flatMap((clip) => [0, 0.2].map((seconds) => ({ clip, seconds }))),
];
/** Pictures as cameras give them: upright, wide, large, small. */
const SIZES = [
  [640, 480],
  [480, 640],
  [1280, 720],
  [1920, 1080],
  [320, 240],
] as const;

/**
 * Runs FaceLandmarker in both of its roles over pictures of all clips in all sizes and writes down which of its library's
 * functions were called: what `leanVision` keeps.
 */
export async function run(): Promise<void> {
  const library = await readFile(join(ROOT, LIBRARY));
  const sizes = bodySizes(library);
  const noted = noteCalls(library);
  const lab = await startDetectorLab({
    change: (path, body) => {
      if (/\.wasm$/.test(path)) return noted;
      return /faceworker/.test(path) ? Buffer.concat([Buffer.from(telling(CALLED_MEMORY)), body]) : body;
    },
  });
  const called = new Set<number>();
  const starting = new Set<number>();
  try {
    await withPage({}, async (page) => {
      await page.goto(lab.url);
      await hearOf(page, (indices, ready) => {
        for (const index of indices) called.add(index);
        if (ready) for (const index of indices) starting.add(index);
      });
      await page.evaluate(inSizes, SIZES);
      for (const role of ['face_landmarker', 'lookout'] as const)
        for (const stepMs of [40, 500]) {
          await page.evaluate(observeInPage, lab.order(role, MOMENTS, { stepMs }));
          console.log(`${role}, a picture every ${stepMs} ms: ${called.size} functions so far`);
        }
    });
  } finally {
    await lab.close();
  }
  const bytes = [...called].reduce((sum, index) => sum + (sizes[index] ?? 0), 0);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`${called.size} of ${sizes.length} functions, ${bytes} of ${all} bytes`);
  const seeing = [...called].filter((index) => !starting.has(index));
  await write(library, called, Math.min(...seeing));
}

/** Writes down all functions, so that there is something to build and to run. */
export async function keepAll(): Promise<void> {
  const library = await readFile(join(ROOT, LIBRARY));
  await write(library, new Set(bodySizes(library).keys()), 0);
}

async function write(library: Uint8Array, called: ReadonlySet<number>, seeing: number): Promise<void> {
  const sha256 = createHash('sha256').update(library).digest('hex');
  await writeFile(join(ROOT, TARGET), dataFile(sha256, called, seeing));
}

/** In the worker, before its own code: tells after every answer which functions have been called. */
function telling(memory: string): string {
  return `{
  const instantiate = WebAssembly.instantiate.bind(WebAssembly);
  let instance;
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate(...given);
    instance = made.instance ?? made;
    return made;
  };
  const channel = new BroadcastChannel('calls');
  const post = self.postMessage.bind(self);
  self.postMessage = (...given) => {
    const seen = new Uint8Array(instance.exports.${memory}.buffer);
    const indices = [...seen.keys()].filter((index) => seen[index] === 1);
    channel.postMessage([indices, given[0].kind === 'ready']);
    post(...given);
  };
}
`;
}

type Heard = (indices: readonly number[], ready: boolean) => void;

async function hearOf(page: Page, heard: Heard): Promise<void> {
  await page.exposeFunction('noteCalled', heard);
  await page.evaluate(() => {
    new BroadcastChannel('calls').onmessage = ({ data }) =>
      (window as unknown as { noteCalled(...told: unknown[]): void }).noteCalled(...data); // exposed above
  });
}

/** In the page: every picture in the next of these sizes. */
function inSizes(sizes: typeof SIZES): void {
  const make = window.createImageBitmap.bind(window);
  let made = 0;
  const resizing = (source: ImageBitmapSource) => {
    const [resizeWidth, resizeHeight] = sizes[made++ % sizes.length] ?? [640, 480];
    return make(source, { resizeWidth, resizeHeight });
  };
  Object.assign(window, { createImageBitmap: resizing });
}

function dataFile(sha256: string, called: ReadonlySet<number>, seeing: number): string {
  const lines: string[] = [];
  for (const range of formatRanges(called).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + range.length < LINE) lines[lines.length - 1] = `${last} ${range}`;
    else lines.push(range);
  }
  return `/** Written by \`npm run note-calls\`: the library's own functions that FaceLandmarker called, by index. */
export const VISION_FUNCTIONS = {
  /** Of @mediapipe/tasks-vision's vision_wasm_module_internal.wasm. */
  sha256: '${sha256}',
  count: ${called.size},
  /** One that is not called before the first picture, for the test of what happens without it. */
  seeing: ${seeing},
  called: [
${lines.map((line) => `    '${line}',`).join('\n')}
  ],
} as const;
`;
}
