/// <reference types="node" />
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** Pictures are compressed already; packing them again only costs time. */
const INCOMPRESSIBLE = /\.(jpg|png)$/;
/**
 * Brotli's top level takes a minute for a 14 MB binary and saves 4 % over the ninth. What every first visit loads gets the
 * tenth: it saves 6 % and takes seconds.
 */
const LARGE_BYTES = 4_000_000;
const MIDDLE_BYTES = 1_000_000;
const BROTLI_QUALITY = { small: 11, middle: 10, large: 9 } as const;

/**
 * Writes `<file>.br` and `<file>.gz` next to a file. Results are kept in `cacheFolder` under the content's hash, so that a
 * second build does not compress again.
 */
export async function compressFile(file: string, content: Uint8Array, cacheFolder: string): Promise<void> {
  if (INCOMPRESSIBLE.test(file)) return;
  const hash = createHash('sha256').update(content).digest('hex');
  const quality = BROTLI_QUALITY[sizeOf(content.byteLength)];
  const [br, gz] = await Promise.all([
    cached(join(cacheFolder, `${hash}-q${quality}.br`), () =>
      brotli(content, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: quality,
          [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength,
        },
      }),
    ),
    cached(join(cacheFolder, `${hash}.gz`), () => deflate(content, { level: 9 })),
  ]);
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
}

async function cached(path: string, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (thrown) {
    if (!(thrown instanceof Error) || !('code' in thrown) || thrown.code !== 'ENOENT') throw thrown;
    const made = await make();
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, made);
    return made;
  }
}

function sizeOf(bytes: number): keyof typeof BROTLI_QUALITY {
  if (bytes > LARGE_BYTES) return 'large';
  return bytes > MIDDLE_BYTES ? 'middle' : 'small';
}
