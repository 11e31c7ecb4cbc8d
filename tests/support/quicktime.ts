import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { moviePath } from '@presence/protocol';
import { type DraftContainer, sha256 } from './container-fixture.ts';

const run = promisify(execFile);

/** A QuickTime file of these pictures, index in front, as the browser SDK makes them: H.264, each frame `stepMs` long. */
export async function quickTimeOf(jpegs: readonly Buffer[], stepMs: number): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'presence-movie-'));
  const file = join(folder, 'movie.mov');
  try {
    await Promise.all(jpegs.map((jpeg, index) => writeFile(join(folder, `${1000 + index}.jpg`), jpeg)));
    const input = ['-framerate', `1000/${stepMs}`, '-start_number', '1000', '-i', join(folder, '%04d.jpg')];
    const codec = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '12', '-pix_fmt', 'yuv420p'];
    await run('ffmpeg', ['-v', 'error', ...input, ...codec, '-movflags', '+faststart', '-f', 'mov', file]);
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Puts a movie in the place of each action's frames, as the browser SDK does with `video_file_format: mov`. */
export async function useMovies({ manifest, files }: DraftContainer): Promise<void> {
  for (const entry of manifest.actions) {
    const jpegs = entry.frames.map(({ file }) => files.get(file) ?? Buffer.alloc(0));
    for (const { file } of entry.frames) files.delete(file);
    putMovie({ manifest, files }, manifest.actions.indexOf(entry), await quickTimeOf(jpegs, 83));
  }
}

/** Makes these bytes the movie of an action, with an honest hash. */
export function putMovie({ manifest, files }: DraftContainer, index: number, movie: Buffer): void {
  const entry = manifest.actions[index];
  if (entry === undefined) throw new Error(`the draft has no action ${index}`);
  const holder = { file: moviePath(entry.folder), sha256: sha256(movie) };
  files.set(holder.file, movie);
  entry.movie = { ...holder, codec: 'avc' };
  for (const frame of entry.frames) Object.assign(frame, holder);
}

interface MovieReport {
  readonly format: string;
  readonly codec: string;
  /** Frames that were decoded, every one of them. */
  readonly frames: number;
  readonly seconds: number;
  /** When each frame is shown, milliseconds from the start. */
  readonly timesMs: readonly number[];
}

/** What ffprobe finds in a movie when it decodes all of it. Rejects with its complaint if a single frame is damaged. */
export async function probeMovie(movie: Uint8Array): Promise<MovieReport> {
  const folder = await mkdtemp(join(tmpdir(), 'presence-movie-'));
  try {
    const file = join(folder, 'movie');
    await writeFile(file, movie);
    const entries = 'format=format_name,duration:stream=codec_name,nb_read_frames:frame=pts_time';
    const { stdout, stderr } = await run(
      'ffprobe',
      ['-v', 'error', '-count_frames', '-show_entries', entries, '-of', 'json', file],
      { maxBuffer: 2 ** 24 },
    );
    if (stderr !== '') throw new Error(stderr);
    const { format, streams, frames } = JSON.parse(stdout);
    return {
      format: format.format_name,
      codec: streams[0].codec_name,
      frames: Number(streams[0].nb_read_frames),
      seconds: Number(format.duration),
      timesMs: frames.map((frame: { pts_time: string }) => Number(frame.pts_time) * 1000),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
