import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '../../tests/support/face-video/seeded-random.ts';
import type { ClipFile } from '../presentations/list-clips.ts';
import { shotSet } from '../presentations/shot-set.ts';
import { CUTTING, videoWindows } from '../presentations/video-frames.ts';
import { CAMERAS, type Camera } from './cameras.data.ts';
import type { GenerateOptions } from './generate-attacks.ts';
import { generatedName, seedOf } from './generated-clips.ts';
import { anyCamera, throughCamera } from './other-camera.ts';
import { sourceFiles } from './source-files.ts';

/** Windows taken from one clip at most. */
const WINDOWS = 2;

/** Makes of every bona fide clip what other cameras would have taken; what is there already is kept. */
export async function generateCameras({ out, from, seed, say }: GenerateOptions): Promise<void> {
  const cameras: readonly (readonly [string, Camera | undefined])[] = [
    ...Object.entries(CAMERAS),
    ['bona-fide-again-any', undefined],
  ];
  for await (const { file, windows } of sourceFiles(from, windowsOf, say)) {
    for (const [index, pictures] of windows.entries())
      for (const [number, [species, camera]] of cameras.entries()) {
        const name = generatedName(file.name, index);
        const fps = CUTTING.framesPerSecond / (camera?.every ?? 1);
        const end = file.kind === 'image' ? 'jpg' : `video_selfie_blank.${fps}fps.zip`;
        const path = join(out, species, `${name}.${end}`);
        if (existsSync(path)) continue;
        const random = seededRandom(seedOf(seed, number, name));
        const taken = await throughCamera(pictures, camera ?? anyCamera(random), random);
        await mkdir(join(out, species), { recursive: true });
        // A name of its own until it is whole: a run that is stopped leaves no half clip behind.
        await writeFile(`${path}.part`, file.kind === 'image' ? (taken[0] ?? '') : await shotSet(taken));
        await rename(`${path}.part`, path);
      }
    if (windows.length > 0) say(`${file.name}: ${cameras.length} cameras`);
  }
}

/** Containers and shot sets are left to their owners. */
async function windowsOf({ kind, path }: ClipFile): Promise<Uint8Array[][]> {
  if (kind === 'image') return [[await readFile(path)]];
  return kind === 'video' ? (await videoWindows(path)).slice(0, WINDOWS) : [];
}
