import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInPlace, writeOutput } from './write-output.ts';

const BYTES = Buffer.from('model');
const PINNED = { file: 'm.onnx', sha256: createHash('sha256').update(BYTES).digest('hex') };

describe('writeOutput', () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'presence-outputs-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('writes a file with the pinned hash and leaves nothing else', async () => {
    expect(await isInPlace(folder, PINNED)).toBe(false);
    await writeOutput(folder, PINNED, BYTES);
    expect(await readFile(join(folder, 'm.onnx'), 'utf8')).toBe('model');
    expect(await readdir(folder)).toEqual(['m.onnx']);
    expect(await isInPlace(folder, PINNED)).toBe(true);
  });

  it('refuses other bytes, names the file and keeps the old one', async () => {
    await writeFile(join(folder, 'm.onnx'), 'old');
    await expect(writeOutput(folder, PINNED, Buffer.from('other'))).rejects.toMatchObject({
      code: 'output_hash_mismatch',
      message: expect.stringMatching(
        new RegExp(`^m\\.onnx .*expected sha256 ${PINNED.sha256}, got [0-9a-f]{64}`),
      ),
    });
    expect(await readFile(join(folder, 'm.onnx'), 'utf8')).toBe('old');
  });

  it('sees that a file was changed', async () => {
    await writeFile(join(folder, 'm.onnx'), 'model!');
    expect(await isInPlace(folder, PINNED)).toBe(false);
  });

  it('leaves no unfinished file behind when the place cannot be written', async () => {
    const missing = join(folder, 'missing');
    await expect(writeOutput(missing, PINNED, BYTES)).rejects.toThrow(/ENOENT/);
    expect(await readdir(folder)).toEqual([]);
  });
});
