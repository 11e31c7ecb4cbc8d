/// <reference types="node" />
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import wabt from 'wabt';
import { CaptureError } from '../model/capture-error.ts';

/** Below the package's folder. */
const SOURCE = 'assets/face-finder.wat';

/**
 * The face finder's WebAssembly, a good thousand bytes, assembled from its text.
 *
 * @throws CaptureError `internal_error` with the assembler's message when the text is wrong.
 */
export async function finderKernel(packageFolder: string): Promise<Uint8Array<ArrayBuffer>> {
  const text = await readFile(join(packageFolder, SOURCE), 'utf8');
  const { parseWat } = await wabt();
  try {
    const parsed = parseWat(SOURCE, text, { simd: true });
    parsed.validate();
    return new Uint8Array(parsed.toBinary({}).buffer);
  } catch (thrown) {
    throw new CaptureError('internal_error', `${SOURCE} cannot be assembled: ${String(thrown)}`, {
      cause: thrown,
    });
  }
}
