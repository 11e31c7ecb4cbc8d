import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildModels } from './build-models.ts';
import type { ModelEntry } from './model/model-manifest.ts';
import {
  FACE_DETECTION_ONNX,
  FACE_LANDMARKS_ONNX,
  FR_EYE_ONNX,
  FR_FEATURE_ONNX,
  FR_LIVENESS_ONNX,
} from './models.data.ts';

const PROJECT = new URL('../../../', import.meta.url);
const PICTURE = fileURLToPath(new URL('tests/fixtures/faces/astronaut.png', PROJECT));
/** The face in the picture (512 × 512): centre and side of a crop 1.5 times its box, read off the picture. */
const FACE = { left: 156, top: 58, side: 139 };

const ONNX = [FACE_DETECTION_ONNX, FACE_LANDMARKS_ONNX, FR_LIVENESS_ONNX, FR_EYE_ONNX, FR_FEATURE_ONNX];

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

describe('the ONNX files', () => {
  let outDir = '';

  beforeAll(async () => {
    outDir = await mkdtemp(join(tmpdir(), 'presence-twins-'));
    const cacheDir = fileURLToPath(new URL('node_modules/.cache/presence-models/', PROJECT));
    await buildModels({ outDir, cacheDir, models: ONNX });
  }, 300_000);
  afterAll(() => rm(outDir, { recursive: true, force: true }));

  const open = (entry: ModelEntry) =>
    InferenceSession.create(join(outDir, entry.file), { logSeverityLevel: 3, intraOpNumThreads: 1 });

  /** Runs a model on RGB pixels prepared as its entry says. */
  async function run(entry: ModelEntry, pixels: Uint8Array): Promise<ReadonlyMap<string, Float32Array>> {
    const { scale, offset } = entry.preprocessing;
    const session = await open(entry);
    try {
      const values = Float32Array.from(pixels, (pixel) => pixel * scale + offset);
      const outputs = await session.run({
        [entry.input.name]: new Tensor('float32', values, [...entry.input.shape]),
      });
      return new Map(
        Object.entries(outputs).map(([name, { data }]) => [
          name,
          data instanceof Float32Array ? data : new Float32Array(0),
        ]),
      );
    } finally {
      await session.release();
    }
  }

  it.each(ONNX.map((entry) => [entry.file, entry] as const))(
    '%s has the inputs and outputs of models.json',
    async (_file, entry) => {
      const session = await open(entry);
      const ports = (metadata: readonly InferenceSession.ValueMetadata[]) =>
        metadata.map((value) => (value.isTensor ? [value.name, value.type, value.shape] : [value.name]));
      const declared = (specs: ModelEntry['outputs']) =>
        specs.map(({ name, type, shape }) => [name, type, shape]);
      expect(ports(session.inputMetadata)).toEqual(declared([entry.input]));
      expect(ports(session.outputMetadata)).toEqual(declared(entry.outputs));
      await session.release();
    },
  );

  it('the detector finds the astronaut and nothing better elsewhere', async () => {
    const pixels = await sharp(PICTURE).removeAlpha().resize(128, 128).raw().toBuffer();
    const outputs = await run(FACE_DETECTION_ONNX, pixels);
    const scores = [...(outputs.get('score_logits') ?? [])].map(sigmoid);
    const best = scores.indexOf(Math.max(...scores));
    expect(scores[best]).toBeGreaterThan(0.8);
    // Anchors 0…511 are pairs on a 16 × 16 grid, the others sixes on 8 × 8.
    const [cells, cell] = best < 512 ? [16, Math.floor(best / 2)] : [8, Math.floor((best - 512) / 6)];
    const regressors = outputs.get('box_regressors') ?? new Float32Array(0);
    const x = ((cell % cells) + 0.5) / cells + (regressors[16 * best] ?? 0) / 128;
    const y = (Math.floor(cell / cells) + 0.5) / cells + (regressors[16 * best + 1] ?? 0) / 128;
    expect(x * 512).toBeCloseTo(FACE.left + FACE.side / 2, -1.3);
    expect(y * 512).toBeCloseTo(FACE.top + FACE.side / 2, -1.3);
  });

  it('the landmark model sees the face, with every feature on its side', async () => {
    const pixels = await sharp(PICTURE)
      .removeAlpha()
      .extract({ left: FACE.left, top: FACE.top, width: FACE.side, height: FACE.side })
      .resize(192, 192)
      .raw()
      .toBuffer();
    const outputs = await run(FACE_LANDMARKS_ONNX, pixels);
    expect(sigmoid(outputs.get('presence_logit')?.[0] ?? Number.NaN)).toBeGreaterThan(0.5);
    const landmarks = outputs.get('landmarks') ?? new Float32Array(0);
    const point = (index: number) => ({ x: landmarks[3 * index] ?? 0, y: landmarks[3 * index + 1] ?? 0 });
    const [rightEye, leftEye, nose, mouth, chin] = [point(33), point(263), point(4), point(13), point(152)];
    expect(leftEye.x - rightEye.x).toBeGreaterThan(50);
    expect(nose.y).toBeGreaterThan(rightEye.y);
    expect(mouth.y).toBeGreaterThan(nose.y);
    expect(chin.y).toBeGreaterThan(mouth.y);
    // The irises (refined points) lie between the corners of their eyes.
    for (const [iris, outer, inner] of [
      [468, 33, 133],
      [473, 362, 263],
    ] as const) {
      expect(point(iris).x).toBeGreaterThan(point(outer).x);
      expect(point(iris).x).toBeLessThan(point(inner).x);
    }
    expect(landmarks.every((value) => Number.isFinite(value))).toBe(true);
  });

  it('the landmark model sees no face in noise', async () => {
    let state = 1;
    const noise = Uint8Array.from({ length: 192 * 192 * 3 }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
      return state >> 16;
    });
    const outputs = await run(FACE_LANDMARKS_ONNX, noise);
    expect(sigmoid(outputs.get('presence_logit')?.[0] ?? Number.NaN)).toBeLessThan(0.1);
  });
});
