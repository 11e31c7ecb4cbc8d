import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import { BufferPool } from '../model/buffer-pool.ts';
import { bodyPieces } from './body-pieces.ts';
import { storedZip } from './stored-zip.ts';

const FILES = [
  ['0001.jpg', Buffer.from('first')],
  ['0002.jpg', Buffer.alloc(300_000, 'x')],
  ['0003.jpg', Buffer.alloc(0)],
] as const;

async function* inTwo(bytes: Buffer): AsyncGenerator<Buffer> {
  const half = bytes.length >> 1;
  yield bytes.subarray(0, half);
  yield bytes.subarray(half);
}

/** A piece is good until the next one is asked for. */
async function whole(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const copies: Buffer[] = [];
  for await (const piece of pieces) copies.push(Buffer.from(piece));
  return Buffer.concat(copies);
}

it('is a zip that another program reads, every file stored as it was', async () => {
  const files = FILES.map(([name, bytes]) => ({
    name,
    bytes: bytes.length,
    crc32: crc32(bytes),
    open: () => inTwo(bytes),
  }));
  const zip = await fromBufferPromise(
    await whole(bodyPieces(storedZip(files), new BufferPool(256 * 1024, 1))),
    { strictFileNames: true },
  );
  const read: (readonly [string, Buffer])[] = [];
  for await (const entry of zip.eachEntry()) {
    expect(entry).toMatchObject({ compressionMethod: 0, generalPurposeBitFlag: 0 });
    expect(entry.externalFileAttributes >>> 16).toBe(0o100600);
    expect(entry.getLastModDate().getFullYear()).toBe(1980);
    const header = await zip.readLocalFileHeaderPromise(entry);
    expect(header).toMatchObject({ crc32: entry.crc32, uncompressedSize: entry.uncompressedSize });
    const bytes = await buffer(await zip.openReadStreamPromise(entry));
    expect(crc32(bytes)).toBe(entry.crc32);
    read.push([entry.fileName, bytes]);
  }
  expect(read.map(([name, bytes]) => [name, bytes.length])).toEqual(
    FILES.map(([name, bytes]) => [name, bytes.length]),
  );
  expect(read.every(([, bytes], index) => FILES[index]?.[1].equals(bytes))).toBe(true);
});
