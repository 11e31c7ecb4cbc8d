import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { CLIP_FPS, type ClipName, clipFrames, type Still } from './clips.ts';
import { encodeMjpeg } from './encode-mjpeg.ts';
import type { Point } from './puppet-mesh.ts';
import type { Raster } from './raster.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../../fixtures/faces/', import.meta.url));
const GENERATED = fileURLToPath(new URL('../../.generated/', import.meta.url));

/** The fixture face with its landmarks (pixels of the picture; see tests/fixtures/faces/README.md). */
export async function fixtureStill(): Promise<Still> {
  const { data, info } = await sharp(join(FIXTURES, 'astronaut.png'))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const text = await readFile(join(FIXTURES, 'astronaut.landmarks.json'), 'utf8');
  const image: Raster = { data: new Uint8Array(data), width: info.width, height: info.height };
  return { image, landmarks: JSON.parse(text) as Point[] }; // our own fixture: an array of [x, y, z]
}

/** Changes whenever the generator or the fixture does, so that an old clip is never played. */
async function generatorHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(HERE)).sort()) hash.update(await readFile(join(HERE, name)));
  hash.update(await readFile(join(FIXTURES, 'astronaut.landmarks.json')));
  return hash.digest('hex').slice(0, 12);
}

/** Path of a clip for `--use-file-for-fake-video-capture`; made on first use, some 50 ms a frame. */
export async function faceVideo(name: ClipName): Promise<string> {
  const file = join(GENERATED, `${name}-${await generatorHash()}.mjpeg`);
  if (await stat(file).catch(() => undefined)) return file;
  await mkdir(GENERATED, { recursive: true });
  // Two that want it at once both make it; neither may play half of the other's.
  const partial = `${file}.${randomUUID()}.part`;
  await encodeMjpeg(partial, CLIP_FPS, clipFrames(name, await fixtureStill()));
  await rename(partial, file);
  return file;
}

/** Every `step`-th frame of a clip as JPEG bytes, for tests that talk to the engine without a browser. */
export async function clipJpegs(
  name: ClipName,
  step: number,
  range: { from: number; to: number },
): Promise<Buffer[]> {
  const out: Buffer[] = [];
  let index = 0;
  for (const frame of clipFrames(name, await fixtureStill())) {
    const t = index / CLIP_FPS;
    if (t >= range.to) break;
    if (index % step === 0 && t >= range.from) {
      const raw = { width: frame.width, height: frame.height, channels: 3 as const };
      out.push(await sharp(Buffer.from(frame.data), { raw }).jpeg({ quality: 92 }).toBuffer());
    }
    index++;
  }
  return out;
}
