import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Raster } from './raster.ts';

/** Writes frames as the MJPEG stream that Chromium's fake camera plays in a loop at 30 fps. Needs ffmpeg. */
export async function encodeMjpeg(file: string, fps: number, frames: Iterable<Raster>): Promise<void> {
  let child: ReturnType<typeof start> | undefined;
  for (const frame of frames) {
    child ??= start(file, fps, frame);
    if (!child.stdin.write(Buffer.from(frame.data))) await once(child.stdin, 'drain');
  }
  if (!child) throw new Error(`no frame was given for ${file}`);
  const closed = once(child, 'close');
  child.stdin.end();
  const [code] = await closed;
  if (code !== 0) throw new Error(`ffmpeg ended with code ${code} while writing ${file}`);
}

function start(file: string, fps: number, { width, height }: Raster) {
  const input = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-s',
    `${width}x${height}`,
    '-r',
    String(fps),
    '-i',
    '-',
  ];
  const output = ['-f', 'mjpeg', '-c:v', 'mjpeg', '-q:v', '3', '-pix_fmt', 'yuvj420p', file];
  return spawn('ffmpeg', ['-v', 'error', '-y', ...input, ...output], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
}
