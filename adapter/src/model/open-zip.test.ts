import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from 'yauzl';
import { ZipFile as ZipWriter } from 'yazl';
import { BufferPool } from './buffer-pool.ts';
import { type OpenedZip, openZip } from './open-zip.ts';

// Larger than a window, smaller than one, empty, and one that begins in one window and ends in the next.
const FILES = new Map([
  ['big.jpg', Buffer.alloc(1_400_001, 'presence')],
  ['small.jpg', Buffer.from('small')],
  ['empty.jpg', Buffer.alloc(0)],
  ['next.jpg', Buffer.alloc(200_000, 'over the edge')],
]);

/** One window for all: a zip must not hand out what another one read. */
const options = { buffers: new BufferPool(512 * 1024, 1) };

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'presence-zip-'));
  path = join(folder, 'test.zip');
  const zip = new ZipWriter();
  for (const [name, bytes] of FILES) zip.addBuffer(bytes, name, { compress: name === 'next.jpg' });
  zip.end();
  await writeFile(path, await buffer(zip.outputStream));
});
afterAll(() => rm(folder, { recursive: true }));

async function entriesOf(opened: OpenedZip): Promise<Entry[]> {
  const entries: Entry[] = [];
  await opened.eachEntry((entry) => entries.push(entry));
  return entries;
}

/** Compared as a whole: the test's own comparison looks at every byte as an element. */
function sameAs({ fileName }: Entry, bytes: Buffer): boolean {
  return FILES.get(fileName)?.equals(bytes) === true;
}

/** A piece is good until the next one is asked for. */
async function copied(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

describe('openZip', () => {
  it('gives every entry as it was put in, in any order, one at a time', async () => {
    const opened = await openZip(path, options);
    const entries = await entriesOf(opened);
    expect(entries.map(({ fileName }) => fileName)).toEqual([...FILES.keys()]);
    for (const order of [entries, [...entries].reverse()])
      for (const entry of order) expect(sameAs(entry, await copied(opened.content(entry)))).toBe(true);
    const [first, second] = entries.map((entry) => opened.content(entry));
    await first?.next();
    await expect(second?.next()).rejects.toThrow('another file is being read');
    opened.zip.close();
  });

  it('has a stored entry at hand once the window that holds it was read, and no other', async () => {
    const opened = await openZip(path, options);
    const [big, small, empty, next] = await entriesOf(opened);
    if (!big || !small || !empty || !next) throw new Error('the zip has four entries');
    expect(opened.held(big)).toBeUndefined();
    await copied(opened.content(small));
    for (const entry of [small, empty])
      expect(sameAs(entry, opened.held(entry) ?? Buffer.from('no'))).toBe(true);
    // Compressed, however near it lies.
    expect(opened.held(next)).toBeUndefined();
    opened.zip.close();
  });

  it("ends with what the visitor throws, and with yauzl's complaint of a broken directory", async () => {
    const visited = await openZip(path, options);
    await expect(
      visited.eachEntry(() => {
        throw new Error('enough');
      }),
    ).rejects.toThrow('enough');
    visited.zip.close();
    const broken = join(folder, 'broken.zip');
    const bytes = await readFile(path);
    bytes.writeUInt32LE(0, bytes.lastIndexOf('empty.jpg') - 46);
    await writeFile(broken, bytes);
    const opened = await openZip(broken, options);
    await expect(entriesOf(opened)).rejects.toThrow('central directory');
    opened.zip.close();
  });

  it('refuses what is no zip, and a zip cut off after it was opened', async () => {
    const none = join(folder, 'none.zip');
    await writeFile(none, 'no zip at all, but long enough to look for the end of one');
    await expect(openZip(none, options)).rejects.toThrow();
    const cut = join(folder, 'cut.zip');
    const zip = new ZipWriter();
    zip.addBuffer(Buffer.alloc(2_000_000, 'x'), 'a.jpg', { compress: false });
    zip.end();
    await writeFile(cut, await buffer(zip.outputStream));
    const opened = await openZip(cut, options);
    const [entry] = await entriesOf(opened);
    if (entry === undefined) throw new Error('the zip has one entry');
    await truncate(cut, 1_000_000);
    await expect(buffer(opened.content(entry))).rejects.toThrow('The file ends before');
    opened.zip.close();
  });

  it('notices a file whose content is not what its CRC-32 says, stored or compressed', async () => {
    const damaged = join(folder, 'damaged.zip');
    const bytes = await readFile(path);
    for (const name of FILES.keys()) {
      const changed = Buffer.from(bytes);
      // The directory at the end names each file too; its CRC-32 stands 30 bytes before the name.
      changed.writeUInt32LE(0xbad, changed.lastIndexOf(name) - 30);
      await writeFile(damaged, changed);
      const opened = await openZip(damaged, options);
      const entry = (await entriesOf(opened)).find(({ fileName }) => fileName === name);
      if (entry === undefined) throw new Error(`${name} is in the zip`);
      expect(opened.held(entry)).toBeUndefined();
      await expect(buffer(opened.content(entry))).rejects.toThrow(`CRC-32 of ${name}`);
      opened.zip.close();
    }
  });
});
