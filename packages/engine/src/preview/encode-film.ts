import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EngineError } from '../model/engine-error.ts';
import { PREVIEW_LIMITS } from './preview-limits.data.ts';
import type { FilmSize } from './preview-pictures.ts';

export interface FilmOptions {
  /** The program: a name to be found on the PATH, or a path. */
  readonly ffmpeg: string;
  readonly size: FilmSize;
  readonly framesPerSecond: number;
  readonly signal: AbortSignal;
}

/**
 * An MP4 (H.264) of raw pictures, in memory: nothing of a face is left on disk by a killed process. In fragments, which need
 * no going back in the file.
 *
 * @throws EngineError `internal` when the program fails; the signal's reason.
 */
export async function encodeFilm(pictures: AsyncIterable<Buffer>, options: FilmOptions): Promise<Buffer> {
  const { ffmpeg, signal } = options;
  const program = spawn(ffmpeg, argumentsFor(options), {
    signal,
    killSignal: 'SIGKILL',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    program.once('error', reject);
    program.once('close', resolve);
  });
  // Judged below; while pictures are written a failure must not count as unhandled.
  ended.catch(() => undefined);
  // A program that stops reading says why on its standard error, not by the broken pipe.
  const fed = pipeline(Readable.from(pictures), program.stdin).catch(() => undefined);
  const said = collect(program.stderr, PREVIEW_LIMITS.maxBytes);
  try {
    const film = await collect(program.stdout, PREVIEW_LIMITS.maxBytes);
    await fed;
    const code = await ended;
    if (code === 0 && film.length > 0) return film;
    throw new Error(`exit code ${code}: ${(await said).toString('utf8').slice(0, 500)}`);
  } catch (cause) {
    program.kill('SIGKILL');
    signal.throwIfAborted();
    throw new EngineError('internal', 'ffmpeg could not make a preview; the log of the engine says why.', {
      cause,
    });
  }
}

function argumentsFor({ size, framesPerSecond }: FilmOptions): readonly string[] {
  const { width, height } = size;
  return [
    ...['-v', 'error', '-hide_banner', '-f', 'rawvideo', '-pix_fmt', 'rgb24'],
    ...['-video_size', `${width}x${height}`, '-framerate', framesPerSecond.toFixed(3), '-i', 'pipe:0'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', String(PREVIEW_LIMITS.quality)],
    ...['-pix_fmt', 'yuv420p', '-threads', '1', '-movflags', 'frag_keyframe+empty_moov+default_base_moof'],
    ...['-f', 'mp4', 'pipe:1'],
  ];
}

async function collect(stream: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of stream) {
    total += chunk.length;
    if (total > most) throw new RangeError(`more than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
