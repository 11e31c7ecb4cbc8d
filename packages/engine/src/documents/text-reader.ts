import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { limitedSignal } from '@presence/protocol';
import sharp from 'sharp';
import tesseract, { type Worker } from 'tesseract.js';
import { EngineError } from '../model/engine-error.ts';

/** Longest side of a page in pixels: 300 dots an inch of an ID-1 card, and a bound on memory. */
const MAX_SIDE = 1_600;
/** Milliseconds one page may take: many times what it does on a busy machine. Ours, 2026-11-22. */
const PAGE_MS = 60_000;

/**
 * Reads the lines of text on pictures with Tesseract in a thread of its own, one picture at a time. The thread is started for
 * the first picture; one that takes too long, or whose reading is aborted, is ended and replaced.
 */
export class TextReader {
  #worker: Promise<Worker> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  /** @throws EngineError `invalid_structure` when the page takes too long; the signal's reason */
  async read(picture: Uint8Array, where: string, signal: AbortSignal): Promise<string[]> {
    const before = this.#last;
    const mine = before.then(() => this.#readNow(picture, where, signal));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#stop();
  }

  async #readNow(picture: Uint8Array, where: string, signal: AbortSignal): Promise<string[]> {
    signal.throwIfAborted();
    if (this.#closed)
      throw new EngineError('shutting_down', 'The engine is stopping; ask again after its next start.');
    const page = await sharp(picture)
      .autoOrient()
      .greyscale()
      .normalise()
      .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside' })
      .png()
      .toBuffer();
    this.#worker ??= startWorker();
    const limit = limitedSignal(signal, PAGE_MS);
    try {
      const worker = await this.#worker;
      const { data } = await Promise.race([worker.recognize(page), firing(limit.signal)]);
      return data.text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
    } catch (cause) {
      await this.#stop();
      signal.throwIfAborted();
      throw new EngineError('invalid_structure', `${where} could not be read as a document; take it again.`, {
        cause,
      });
    } finally {
      limit.release();
    }
  }

  async #stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.then(
      (running) => running.terminate(),
      () => undefined,
    );
  }
}

/** Data and program come out of npm packages; nothing is fetched. */
function startWorker(): Promise<Worker> {
  const data = createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json');
  return tesseract.createWorker('eng', tesseract.OEM.LSTM_ONLY, {
    langPath: join(dirname(data), '4.0.0_best_int'),
    cacheMethod: 'none',
    gzip: true,
    errorHandler: () => undefined, // also rejects; the default would throw once more, outside of every promise
  });
}

function firing(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
