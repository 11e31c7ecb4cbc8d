import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compressFile } from './compress-file.ts';
import { hashedName } from './hashed-name.ts';

const CONTENT = new TextEncoder().encode('presence '.repeat(500));

describe('hashedName', () => {
  it('changes with the content and keeps folder and ending', () => {
    const name = hashedName('vendor/x.wasm', CONTENT);
    expect(name).toMatch(/^vendor\/x-[0-9a-f]{10}\.wasm$/);
    expect(hashedName('vendor/x.wasm', new Uint8Array([1]))).not.toBe(name);
  });
});

describe('compressFile', () => {
  it('writes both twins and takes them from the cache the second time', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'presence-plugin-'));
    try {
      const file = join(folder, 'a.js');
      const cache = join(folder, 'cache');
      await compressFile(file, CONTENT, cache);
      expect(brotliDecompressSync(await readFile(`${file}.br`))).toEqual(Buffer.from(CONTENT));
      expect(gunzipSync(await readFile(`${file}.gz`))).toEqual(Buffer.from(CONTENT));
      const names = await readdir(cache);
      expect(names).toHaveLength(2);
      for (const name of names) await writeFile(join(cache, name), 'cached');
      await compressFile(file, CONTENT, cache);
      expect(await readFile(`${file}.br`, 'utf8')).toBe('cached');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('leaves pictures alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'presence-plugin-'));
    try {
      await compressFile(join(folder, 'a.jpg'), CONTENT, join(folder, 'cache'));
      expect(await readdir(folder)).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
