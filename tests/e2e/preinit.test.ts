import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LOADER_FILES, preinitSchema } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../support/browser-session.ts';
import { ROOT } from '../support/program.ts';
import { recordCapture } from '../support/record-capture.ts';

const PLUGIN = join(ROOT, 'packages/web-sdk/dist-plugin');
/** Bytes a browser that takes brotli may need for a capture, all files together: 3.4 MiB. */
const MOST_BYTES = 3.4 * 1024 * 1024;
const MODEL = /\.(task|onnx|bin)$/;
const FINDER = /^\/plugin\/(finderworker|models\/face_finder)-/;
const BINARY = /\.wasm$/;

interface Served {
  /** Paths the adapter sent before `open()`, and from then to the end of the first clip. */
  readonly before: readonly string[];
  readonly during: readonly string[];
}

/** What the adapter says it has sent: what a browser takes from its cache is not in it. */
function served(bench: Bench): string[] {
  const lines = bench.stack.adapter.output().matchAll(/"method":"GET","path":"(\/plugin[^"]*)"/g);
  return [...lines].map(([, path]) => path ?? '');
}

async function servedWith(preinit: string): Promise<Served> {
  const bench = await startBench({ engine: false, config: { preinit, log_level: 'debug' } });
  try {
    return await bench.visit({ clip: 'idle' }, async (page) => {
      let count = -1;
      while (count !== served(bench).length) {
        count = served(bench).length;
        await page.waitForTimeout(2500);
      }
      const before = served(bench);
      await recordCapture(page, { action: ['video_selfie_blank'] }, { until: 'on_capture_complete' });
      return { before, during: served(bench).slice(before.length) };
    });
  } finally {
    await bench.stop();
  }
}

/** Bytes of the files of these paths as a browser that takes brotli gets them. */
async function bytesOf(paths: readonly string[]): Promise<number> {
  const sizes = paths.map(async (path) => {
    const file = join(PLUGIN, path === '/plugin_liveness.php' ? LOADER_FILES.off : path);
    const { size } = await stat(`${file}.br`).catch(() => stat(file));
    return size;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

describe('preinit: what a page loads before open()', () => {
  it.each(
    preinitSchema.options.flatMap((preinit) =>
      ['', 'static/'].map((folder) => folder + LOADER_FILES[preinit]),
    ),
  )('%s has at most 10 KiB', async (file) => {
    const { size } = await stat(join(PLUGIN, `${file}.br`));
    expect(size).toBeLessThanOrEqual(10 * 1024);
  });

  it('off: the loader alone, and 3.4 MiB in all', async () => {
    const { before, during } = await servedWith('off');
    expect(before).toEqual(['/plugin_liveness.php']);
    expect(during.some((path) => MODEL.test(path))).toBe(true);
    expect(during.filter((path) => FINDER.test(path))).toHaveLength(2);
    expect(new Set(during).size).toBe(during.length);
    const bytes = await bytesOf([...before, ...during]);
    expect(bytes).toBeGreaterThan(MOST_BYTES / 2);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('script: the code, not the models', async () => {
    const { before, during } = await servedWith('script');
    expect(before).toContainEqual(expect.stringMatching(/^\/plugin\/ozliveness_main-.+\.js$/));
    expect(before).toContainEqual(expect.stringMatching(/^\/plugin\/faceworker-.+\.js$/));
    expect(before.filter((path) => MODEL.test(path))).toEqual([]);
    expect(during.some((path) => MODEL.test(path))).toBe(true);
  });

  it('full: the face detector with its model, and nothing of it again', async () => {
    const { before, during } = await servedWith('full');
    expect(before.filter((path) => MODEL.test(path))).toHaveLength(1);
    expect(during.filter((path) => MODEL.test(path) || BINARY.test(path))).toEqual([]);
    // Who sees at once needs nobody to find a face meanwhile.
    expect([...before, ...during].filter((path) => FINDER.test(path))).toEqual([]);
  });
});
