import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildModels, readCanonicalFace } from './build-models.ts';
import { FACE_DETECTION_ONNX, FR_EYE_ONNX, MODELS } from './models.data.ts';
import type { PackSource } from './sources/pack-source.ts';

const cacheDir = fileURLToPath(new URL('../../../node_modules/.cache/presence-models/', import.meta.url));
const noDownload: PackSource = (source) => Promise.reject(new Error(`${source.name} was fetched`));

describe('buildModels', () => {
  let outDir = '';

  beforeAll(async () => {
    outDir = await mkdtemp(join(tmpdir(), 'presence-models-'));
    await buildModels({ outDir, cacheDir });
  }, 300_000);
  afterAll(() => rm(outDir, { recursive: true, force: true }));

  it('writes every file as pinned, and nothing else', async () => {
    expect((await readdir(outDir)).toSorted()).toEqual(
      ['models.json', ...MODELS.map((entry) => entry.file)].toSorted(),
    );
    for (const { file, sha256, size } of MODELS) {
      const bytes = await readFile(join(outDir, file));
      expect([file, bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([
        file,
        size,
        sha256,
      ]);
    }
  });

  it('describes the files in models.json', async () => {
    const manifest: unknown = JSON.parse(await readFile(join(outDir, 'models.json'), 'utf8'));
    expect(manifest).toEqual(MODELS);
    expect(MODELS.map(({ name, licence, audience }) => [name, licence, audience])).toEqual([
      ['face_landmarker', 'Apache-2.0', 'browser'],
      ['face_detection_short_range', 'Apache-2.0', 'both'],
      ['face_finder', 'Apache-2.0', 'browser'],
      ['face_landmarks_478', 'Apache-2.0', 'both'],
      ['fr_liveness', 'MIT', 'engine'],
      ['fr_eye', 'MIT', 'engine'],
      ['fr_feature', 'MIT', 'engine'],
    ]);
  });

  it('only verifies what is in place, without any source', async () => {
    const before = await stat(join(outDir, 'models.json'));
    const states: string[] = [];
    await buildModels({ outDir, cacheDir, pack: noDownload, onFile: (_entry, state) => states.push(state) });
    expect(states).toEqual(MODELS.map(() => 'verified'));
    expect((await stat(join(outDir, 'models.json'))).mtimeMs).toBe(before.mtimeMs);
  });

  it('builds a missing and a damaged file again, to the same bytes', async () => {
    await rm(join(outDir, FR_EYE_ONNX.file));
    await writeFile(join(outDir, FACE_DETECTION_ONNX.file), 'damaged');
    const built: string[] = [];
    await buildModels({
      outDir,
      cacheDir,
      onFile: (entry, state) => {
        if (state === 'built') {
          built.push(entry.file);
        }
      },
    });
    expect(built).toEqual([FACE_DETECTION_ONNX.file, FR_EYE_ONNX.file]);
    const bytes = await readFile(join(outDir, FACE_DETECTION_ONNX.file));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(FACE_DETECTION_ONNX.sha256);
  }, 120_000);
});

describe('buildModels, when something was tampered with', () => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'presence-tampered-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('stops at a source that is not the pinned one, names it and writes nothing', async () => {
    const outDir = join(folder, 'a');
    const pack: PackSource = async (_source, destination) => {
      const path = join(destination, 'forged.tgz');
      await writeFile(path, 'forged');
      return path;
    };
    await expect(buildModels({ outDir, cacheDir: join(folder, 'cache'), pack })).rejects.toMatchObject({
      code: 'source_hash_mismatch',
      message: expect.stringMatching(
        /@mediapipe\/face_mesh@0\.4\.1657299874 is not the pinned one: expected .* got/,
      ),
    });
    expect(await readdir(outDir)).toEqual([]);
  });

  it('stops at a result that is not the pinned one, names it and does not write it', async () => {
    const outDir = join(folder, 'b');
    const expected = '0'.repeat(64);
    const models = [{ ...FACE_DETECTION_ONNX, sha256: expected }];
    await expect(buildModels({ outDir, cacheDir, models })).rejects.toMatchObject({
      code: 'output_hash_mismatch',
      message: expect.stringContaining(
        `face_detection_short_range.onnx was built with other bytes than the pinned ones: expected sha256 ${expected}, ` +
          `got ${FACE_DETECTION_ONNX.sha256}`,
      ),
    });
    expect(await readdir(outDir)).toEqual([]);
  }, 120_000);

  it('says which package could not be fetched', async () => {
    const outDir = join(folder, 'c');
    const building = buildModels({ outDir, cacheDir: join(folder, 'cache'), pack: noDownload });
    await expect(building).rejects.toThrow(/@mediapipe\/face_mesh was fetched/);
  });
});

describe('readCanonicalFace', () => {
  it('is symmetric, in centimetres, with the published basis weights', async () => {
    const { vertices, procrustes } = await readCanonicalFace({ cacheDir });
    expect(vertices).toHaveLength(468);
    expect(procrustes).toHaveLength(33);
    expect(procrustes.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1.055, 5);
    const weightOf = (id: number) => procrustes.find((landmark) => landmark.id === id)?.weight;
    expect(weightOf(33)).toBeCloseTo(0.05872417, 7);
    expect(weightOf(263)).toBe(weightOf(33));
    const [rightEye, leftEye] = [vertices[33], vertices[263]];
    expect(rightEye?.[0]).toBeCloseTo(-4.445859, 5);
    expect(leftEye).toEqual([-(rightEye?.[0] ?? 0), rightEye?.[1], rightEye?.[2]]);
    expect(vertices[4]?.[2]).toBeCloseTo(7.58658, 5);
  }, 120_000);
});
