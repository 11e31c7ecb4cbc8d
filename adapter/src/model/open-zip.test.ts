import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from 'yauzl';
import { ZipFile as ZipWriter } from 'yazl';
import { openZip } from './open-zip.ts';

// Larger than a window, smaller than one, empty, and one that begins in one window and ends in the next.
const FILES = new Map([
  ['big.jpg', Buffer.alloc(700_001, 'presence')],
  ['small.jpg', Buffer.from('small')],
  ['empty.jpg', Buffer.alloc(0)],
  ['next.jpg', Buffer.alloc(200_000, 'over the edge')],
]);

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

async function entriesOf(zip: Awaited<ReturnType<typeof openZip>>): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  return entries;
}

/** Compared as a whole: the test's own comparison looks at every byte as an element. */
function sameAs({ fileName }: Entry, bytes: Buffer): boolean {
  return FILES.get(fileName)?.equals(bytes) === true;
}

describe('openZip', () => {
  it('gives every entry as it was put in, in any order and side by side', async () => {
    const zip = await openZip(path);
    const entries = await entriesOf(zip);
    expect(entries.map(({ fileName }) => fileName)).toEqual([...FILES.keys()]);
    for (const order of [entries, [...entries].reverse()])
      for (const entry of order)
        expect(sameAs(entry, await buffer(await zip.openReadStreamPromise(entry)))).toBe(true);
    const together = await Promise.all(
      entries.map(async (entry) => sameAs(entry, await buffer(await zip.openReadStreamPromise(entry)))),
    );
    expect(together).toEqual([true, true, true, true]);
    zip.close();
  });

  it('refuses what is no zip, and a zip cut off after it was opened', async () => {
    const none = join(folder, 'none.zip');
    await writeFile(none, 'no zip at all, but long enough to look for the end of one');
    await expect(openZip(none)).rejects.toThrow();
    const cut = join(folder, 'cut.zip');
    const zip = new ZipWriter();
    zip.addBuffer(Buffer.alloc(2_000_000, 'x'), 'a.jpg', { compress: false });
    zip.end();
    await writeFile(cut, await buffer(zip.outputStream));
    const opened = await openZip(cut);
    const [entry] = await entriesOf(opened);
    if (entry === undefined) throw new Error('the zip has one entry');
    await truncate(cut, 1_000_000);
    await expect(buffer(await opened.openReadStreamPromise(entry))).rejects.toThrow('The file ends before');
    opened.close();
  });
});
