import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelFiles } from '../model/model-files.ts';
import { createFrameAnalyst, type FrameAnalyst } from './frame-analyst.ts';
import { WARM_UP_PICTURE, warmUp } from './warm-up.ts';

const model = (name: string) =>
  fileURLToPath(new URL(`../../../../public/models/${name}.onnx`, import.meta.url));
const files: ModelFiles = {
  faceDetector: model('face_detection_short_range'),
  faceLandmarks: model('face_landmarks_478'),
  liveness: model('fr_liveness'),
  eye: model('fr_eye'),
  identity: model('fr_feature'),
};

describe('warmUp', () => {
  let analyst: FrameAnalyst;
  beforeAll(async () => {
    analyst = await createFrameAnalyst(files);
  });
  afterAll(() => analyst.close());

  it('is content with models that see the portrait', async () => {
    await warmUp(analyst, await readFile(WARM_UP_PICTURE));
  });

  it('says so when they do not', async () => {
    const wall = await sharp({ create: { width: 256, height: 256, channels: 3, background: '#a0a090' } })
      .png()
      .toBuffer();
    await expect(warmUp(analyst, wall)).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringMatching(/no face in the test picture.*npm run build/),
    });
  });
});
