import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnalysisMedia } from '../../model/analysis.ts';
import { formatOf } from '../../model/media-format.ts';
import { openMedia } from '../open-media.ts';
import { findVideoTools, type VideoTools } from './video-tools.ts';

const run = promisify(execFile);
const never = new AbortController().signal;
let folder: string;
let tools: VideoTools;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'presence-video-'));
  const found = await findVideoTools();
  if (found === undefined) throw new Error('ffmpeg is missing; install it.');
  tools = found;
});
afterAll(() => rm(folder, { recursive: true }));

/** What ffmpeg makes of a filter, as a file of the kind its name says. */
async function film(name: string, source: string, ...options: readonly string[]): Promise<AnalysisMedia> {
  const path = join(folder, name);
  await run('ffmpeg', [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    source,
    '-fps_mode',
    'passthrough',
    ...options,
    path,
  ]);
  return media(path);
}

function media(path: string): AnalysisMedia {
  return { mediaId: 'v', kind: 'video', tags: [], path, sha256: '', seenBefore: false, metaData: {} };
}

/** Each frame is lighter than the one before. */
const RISING = "color=black:s=160x120:r=10:d=0.5,geq=lum='16+40*N':cb=128:cr=128";

describe('openMedia on a video', () => {
  it.each([
    ['mov', 'libx264'],
    ['webm', 'libvpx-vp9'],
  ])('gives every frame of a .%s of %s in the order and at the times it is shown', async (ending, codec) => {
    const timed = `${RISING},settb=1/1000,setpts='N*N*50'`;
    const source = await openMedia(await film(`timed.${ending}`, timed, '-c:v', codec), never, tools);
    expect(source.frames.map(({ timeMs }) => Math.round(timeMs / 10) * 10)).toEqual([0, 50, 200, 450, 800]);
    const light = await Promise.all(
      source.frames.map(async (frame) => {
        const { bytes, format, width, height } = await source.read(frame, never);
        expect({ format, width, height }).toEqual({ format: 'jpeg', width: 160, height: 120 });
        return (await sharp(bytes).stats()).channels[0]?.mean ?? 0;
      }),
    );
    expect(light.every((value, index) => index === 0 || value > (light[index - 1] ?? 0) + 20)).toBe(true);
    await source.close();
  });

  it.each([
    ['mpg', 'mpeg2video'],
    ['ogv', 'libtheora'],
    ['wmv', 'wmv2'],
    ['avi', 'libx264'],
  ])('reads a .%s of %s, whose frames come evenly', async (ending, codec) => {
    const even = "color=black:s=160x120:r=25:d=0.2,geq=lum='16+40*N':cb=128:cr=128";
    const file = await film(`even.${ending}`, even, '-c:v', codec, '-b:v', '2M');
    expect(formatOf(await readFile(file.path))).toMatchObject({ kind: 'video', extension: ending });
    const source = await openMedia(file, never, tools);
    const [first = 0, ...rest] = source.frames.map(({ timeMs }) => timeMs);
    expect(rest.map((time) => Math.round(time - first))).toEqual([40, 80, 120, 160]);
    await source.close();
  });

  it('takes every second frame of a long one and shrinks a large one', async () => {
    const long = await openMedia(await film('long.mov', 'color=s=160x90:r=60:d=3'), never, tools);
    expect(long.frames).toHaveLength(90);
    expect(Math.round(long.frames[1]?.timeMs ?? 0)).toBe(33);
    const large = await openMedia(await film('large.mov', 'color=s=1600x900:r=10:d=0.1'), never, tools);
    const [first] = large.frames;
    if (first === undefined) throw new Error('no frames');
    expect(await large.read(first, never)).toMatchObject({ width: 1280, height: 720 });
  });

  it.each([
    ['endless', 'color=s=160x120:r=1:d=130', 'send one gesture'],
    ['tiny', 'color=s=32x32:r=5:d=1', '32 x 32 pixels'],
  ])('refuses an %s one', async (name, source, words) => {
    await expect(openMedia(await film(`${name}.mov`, source), never, tools)).rejects.toThrow(words);
  });

  it('refuses what is damaged, cut off, a list of other files, or no video at all', async () => {
    const { path } = await film('whole.mov', RISING, '-movflags', '+faststart');
    const bytes = await readFile(path);
    const files: Record<string, Buffer | string> = {
      'noise.mov': Buffer.concat([bytes.subarray(0, 24), Buffer.alloc(5000, 7)]),
      'list.mov': `ffconcat version 1.0\nfile ${path}\n`,
      'list.m3u8': `#EXTM3U\n#EXTINF:1,\nfile://${path}\n#EXT-X-ENDLIST\n`,
      'text.mov': 'hello there',
    };
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(folder, name), content);
      await expect(openMedia(media(join(folder, name)), never, tools), name).rejects.toMatchObject({
        code: 'invalid_structure',
        message: expect.not.stringContaining(folder),
      });
    }
    await truncate(path, bytes.indexOf('mdat') + 8);
    await expect(openMedia(media(path), never, tools)).rejects.toMatchObject({ code: 'invalid_structure' });
  });

  it('stops with its signal', async () => {
    const clip = await film('stopped.mov', RISING);
    await expect(openMedia(clip, AbortSignal.abort(new Error('enough')), tools)).rejects.toThrow('enough');
  });

  it('knows that the programs are missing', async () => {
    expect(await findVideoTools({ ffmpeg: 'no-such-ffmpeg', ffprobe: 'ffprobe' })).toBeUndefined();
  });
});
