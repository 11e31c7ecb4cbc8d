import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { FaceLandmarker } from '@mediapipe/tasks-vision';
import { SURFACE_POINTS } from '@presence/face-geometry';
import { describe, expect, it } from 'vitest';
import { compressFile } from './compress-file.ts';
import { hashedName } from './hashed-name.ts';
import { meshEdges } from './mesh-edges.ts';

const CONTENT = new TextEncoder().encode('presence '.repeat(500));

describe('hashedName', () => {
  it('changes with the content and keeps folder and ending', () => {
    const name = hashedName('vendor/x.wasm', CONTENT);
    expect(name).toMatch(/^vendor\/x-[0-9a-f]{10}\.wasm$/);
    expect(hashedName('vendor/x.wasm', new Uint8Array([1]))).not.toBe(name);
  });
});

describe('meshEdges', () => {
  it('names each side of the triangles once, whichever way round it is given', () => {
    const sides = [
      { start: 1, end: 2 },
      { start: 2, end: 3 },
      { start: 2, end: 1 },
      { start: 1, end: 2 },
    ];
    expect(meshEdges(sides)).toEqual([1, 2, 2, 3]);
  });

  it("joins every point of the detector's surface", () => {
    const edges = meshEdges(FaceLandmarker.FACE_LANDMARKS_TESSELATION);
    expect(new Set(edges).size).toBe(SURFACE_POINTS);
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
