import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LabError } from '../lab-error.ts';

const run = promisify(execFile);

/** How clips are cut into presentations; the frame rate and size are about those of the browser SDK. */
export const CUTTING = {
  framesPerSecond: 12,
  /** Longer sides are shrunk to this, pixels. */
  maxSidePx: 640,
  /** Seconds of one presentation. */
  seconds: 3,
  /** Presentations taken from one clip at most, spread over it. */
  windows: 12,
  /** JPEG quality as ffmpeg counts it, 2 (best) to 31. */
  quality: 2,
} as const;

/** Windows of a video as JPEG frames; needs ffmpeg. A clip shorter than a window gives one with all its frames. */
export async function videoWindows(path: string): Promise<Uint8Array[][]> {
  const frames = await videoFrames(path);
  const length = CUTTING.framesPerSecond * CUTTING.seconds;
  const count = Math.min(CUTTING.windows, Math.max(1, Math.floor(frames.length / length)));
  return Array.from({ length: count }, (_, k) => {
    const from = Math.floor((k * Math.max(0, frames.length - length)) / Math.max(1, count - 1));
    return frames.slice(from, from + length);
  });
}

async function videoFrames(path: string): Promise<Uint8Array[]> {
  const folder = await mkdtemp(join(tmpdir(), 'presence-lab-'));
  try {
    const { framesPerSecond, maxSidePx, quality } = CUTTING;
    const scale = `scale='min(${maxSidePx},iw)':'min(${maxSidePx},ih)':force_original_aspect_ratio=decrease`;
    const filter = ['-vf', `fps=${framesPerSecond},${scale}`, '-q:v', String(quality)];
    await run('ffmpeg', ['-v', 'error', '-i', path, ...filter, join(folder, '%05d.jpg')]);
    const names = (await readdir(folder)).sort();
    return await Promise.all(names.map((name) => readFile(join(folder, name))));
  } catch (cause) {
    throw new LabError(`${path} cannot be read as a video; is ffmpeg installed and the file whole?`, {
      cause,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
