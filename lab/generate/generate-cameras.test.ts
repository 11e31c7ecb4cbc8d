import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../tests/support/face-video/seeded-random.ts';
import { ROOT } from '../../tests/support/program.ts';
import { CAMERAS, type Camera } from './cameras.data.ts';
import { generateCameras } from './generate-cameras.ts';
import { isGenerated, personOf } from './generated-clips.ts';
import { throughCamera } from './other-camera.ts';

const PORTRAIT = join(ROOT, 'tests/fixtures/faces/astronaut.png');

const taken = async (camera: Camera, frames = 1) =>
  throughCamera(Array<Uint8Array>(frames).fill(await readFile(PORTRAIT)), camera, seededRandom(1));
const lookOf = async (camera: Camera) => {
  const [picture] = await taken(camera);
  const { channels } = await sharp(picture).stats();
  return channels.map(({ mean }) => mean);
};

describe('another camera', { timeout: 60_000 }, () => {
  it('sees less light, other colours, another view, fewer moments', async () => {
    const [red = 0, , blue = 0] = await lookOf({});
    const [dimRed = 0] = await lookOf({ gain: [0.5, 0.5, 0.5] });
    const [warmRed = 0, , warmBlue = 0] = await lookOf(CAMERAS['bona-fide-again-warm']);
    expect(dimRed / red).toBeCloseTo(0.5, 1);
    expect(warmRed / warmBlue).toBeGreaterThan(1.2 * (red / blue));
    const [cropped] = await taken(CAMERAS['bona-fide-again-near']);
    expect(await sharp(cropped).metadata()).toMatchObject({ width: 640, height: 480 });
    expect(await taken({ every: 2 }, 5)).toHaveLength(3);
  });

  it('gives every frame noise of its own', async () => {
    const hash = (picture: Uint8Array) => createHash('sha256').update(picture).digest('hex');
    expect(new Set((await taken({ noise: 8 }, 2)).map(hash)).size).toBe(2);
    expect(new Set((await taken({}, 2)).map(hash)).size).toBe(1);
  });

  it('takes every bona fide clip again, its own clips not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'presence-cameras-'));
    try {
      await mkdir(join(folder, 'bona-fide'));
      await sharp(PORTRAIT).resize(160).toFile(join(folder, 'bona-fide/anna.png'));
      const options = { out: folder, from: folder, seed: 1, modelsDir: '', say: () => undefined };
      await generateCameras(options);
      await generateCameras(options);
      const made = (await readdir(folder)).filter(isGenerated).sort();
      expect(made).toEqual([...Object.keys(CAMERAS), 'bona-fide-again-any'].sort());
      for (const species of made) {
        expect(await readdir(join(folder, species))).toEqual(['anna_png-1.jpg']);
        expect(personOf({ species, source: 'anna_png-1.jpg' })).toBe('anna_png');
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
