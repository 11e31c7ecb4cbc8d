import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import type { AnalysisMedia } from '../model/analysis.ts';
import { openMedia as openAny } from './open-media.ts';

interface Entry {
  readonly name: string;
  readonly bytes: Buffer;
  readonly mode?: number;
}

let folder: string;
let jpeg: Buffer;
let png: Buffer;
const never = new AbortController().signal;
/** Without the programs that read videos. */
const openMedia = (opened: AnalysisMedia, signal: AbortSignal) => openAny(opened, signal, undefined);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'presence-unpack-'));
  const grey = sharp({ create: { width: 80, height: 100, channels: 3, background: '#808080' } });
  jpeg = await grey.clone().jpeg().toBuffer();
  png = await grey.clone().png().toBuffer();
});
afterAll(() => rm(folder, { recursive: true }));

async function shotSet(
  entries: readonly Entry[],
  patch: (zip: Buffer) => void = () => {},
): Promise<AnalysisMedia> {
  const path = join(folder, `${crypto.randomUUID()}.zip`);
  const zip = new ZipFile();
  for (const { name, bytes, mode } of entries) {
    zip.addBuffer(bytes, name, { compress: false, ...(mode === undefined ? {} : { mode }) });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  const raw = await readFile(path);
  patch(raw);
  await writeFile(path, raw);
  return media(path);
}

function media(path: string, part: Partial<AnalysisMedia> = {}): AnalysisMedia {
  const base = {
    mediaId: 'm1',
    kind: 'shots_set',
    tags: [],
    sha256: '',
    seenBefore: false,
    metaData: {},
  } as const;
  return { ...base, path, ...part };
}

/** Renames an entry in both headers, for names that yazl refuses to write. */
const rename = (from: string, to: string) => (zip: Buffer) => {
  for (let at = zip.indexOf(from); at >= 0; at = zip.indexOf(from, at + 1)) zip.write(to, at, 'latin1');
};

describe('openMedia on a shot set', () => {
  it('lists frames in name order, numbers counting as numbers, and reads them unchanged', async () => {
    const names = ['10.jpg', '9.jpg', '1.png', '2.jpeg'];
    const source = await openMedia(
      await shotSet(names.map((name) => ({ name, bytes: name.endsWith('png') ? png : jpeg }))),
      never,
    );
    expect(source.frames.map(({ name }) => name)).toEqual(['1.png', '2.jpeg', '9.jpg', '10.jpg']);
    expect(source.frames.map(({ timeMs }) => timeMs)).toEqual([0, 100, 200, 300]);
    const [first, second] = source.frames;
    if (first === undefined || second === undefined) throw new Error('no frames');
    expect(await source.read(first, never)).toMatchObject({ format: 'png', width: 80, height: 100 });
    const image = await source.read(second, never);
    expect(image).toMatchObject({ format: 'jpeg', width: 80, height: 100 });
    expect(Buffer.from(image.bytes).equals(jpeg)).toBe(true);
    await source.close();
  });

  it('takes the claimed times', async () => {
    const opened = await shotSet([
      { name: '1.jpg', bytes: jpeg },
      { name: '2.jpg', bytes: jpeg },
    ]);
    const source = await openMedia({ ...opened, metaData: { frame_times_ms: [40, 73] } }, never);
    expect(source.frames.map(({ timeMs }) => timeMs)).toEqual([0, 33]);
    await source.close();
  });

  it.each<[string, RegExp, Entry[], ((zip: Buffer) => void)?]>([
    ['no frame at all', /holds no frames/, []],
    ['a file that is no picture by name', /is no frame/, [{ name: 'run.sh', bytes: Buffer.from('x') }]],
    [
      'a symbolic link',
      /link or a special file/,
      [{ name: 'a.jpg', bytes: Buffer.from('/etc/x'), mode: 0o120777 }],
    ],
    [
      'a path that climbs out',
      /invalid relative path|outside the zip/,
      [{ name: 'aa/aa/x.jpg', bytes: Buffer.from('x') }],
      rename('aa/aa/x.jpg', '../../x.jpg'),
    ],
    [
      'an absolute path',
      /absolute path|outside the zip/,
      [{ name: 'aaa/x.jpg', bytes: Buffer.from('x') }],
      rename('aaa/x.jpg', '/aa/x.jpg'),
    ],
    [
      'the same name twice',
      /twice/,
      [
        { name: 'a.jpg', bytes: Buffer.from('x') },
        { name: 'b.jpg', bytes: Buffer.from('x') },
      ],
      rename('b.jpg', 'a.jpg'),
    ],
    [
      'an encrypted entry',
      /encrypted/,
      [{ name: 'a.jpg', bytes: Buffer.from('x') }],
      (zip) => {
        const central = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
        zip.writeUInt16LE(zip.readUInt16LE(central + 8) | 1, central + 8);
        zip.writeUInt16LE(8, central + 10); // encryption adds bytes, which yauzl holds against a stored entry first
      },
    ],
    [
      'a claimed size beyond the limit',
      /unpacks to/,
      [{ name: 'a.jpg', bytes: Buffer.from('x') }],
      (zip) => {
        const central = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
        zip.writeUInt16LE(8, central + 10); // deflated: a stored entry's two sizes must agree
        zip.writeUInt32LE(900_000_000, central + 24);
      },
    ],
  ])('refuses %s', async (_what, message, entries, patch) => {
    await expect(openMedia(await shotSet(entries, patch), never)).rejects.toThrow(message);
  });

  it('refuses more entries than a shot set may have', async () => {
    const many = Array.from({ length: 601 }, (_, index) => ({
      name: `${index}.jpg`,
      bytes: Buffer.from('x'),
    }));
    await expect(openMedia(await shotSet(many), never)).rejects.toMatchObject({ code: 'too_many_files' });
  });

  it('refuses what is no zip, and a zip cut short', async () => {
    const path = join(folder, 'broken.zip');
    await writeFile(path, 'PK but not really');
    await expect(openMedia(media(path), never)).rejects.toMatchObject({ code: 'invalid_structure' });
    const whole = await shotSet([{ name: 'a.jpg', bytes: jpeg }]);
    await writeFile(path, (await readFile(whole.path)).subarray(0, 60));
    await expect(openMedia(media(path), never)).rejects.toMatchObject({ code: 'invalid_structure' });
  });

  it('refuses a frame whose bytes are no picture, whatever its name', async () => {
    const source = await openMedia(await shotSet([{ name: 'a.jpg', bytes: Buffer.from('<svg>') }]), never);
    const [frame] = source.frames;
    if (frame === undefined) throw new Error('no frame');
    await expect(source.read(frame, never)).rejects.toThrow(/not a JPEG or PNG/);
    await source.close();
  });

  it('stops when aborted', async () => {
    const opened = await shotSet([{ name: 'a.jpg', bytes: jpeg }]);
    await expect(openMedia(opened, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('openMedia on other kinds', () => {
  it('takes a picture as a clip of one frame', async () => {
    const path = join(folder, 'still.jpg');
    await writeFile(path, jpeg);
    const source = await openMedia(media(path, { kind: 'image' }), never);
    expect(source.frames).toHaveLength(1);
    await source.close();
  });

  it('says that it cannot read video and what to send instead', async () => {
    await expect(openMedia(media('/x.mp4', { kind: 'video' }), never)).rejects.toMatchObject({
      code: 'media_unsupported',
      message: expect.stringMatching(/needs ffmpeg.*send its frames as a zip/),
    });
  });
});
