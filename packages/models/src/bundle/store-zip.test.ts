import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { storeZip } from './store-zip.ts';

interface ReadEntry {
  readonly name: string;
  readonly crc: number;
  readonly dataAt: number;
  readonly data: Buffer;
}

/** Reads a stored archive by its central directory, as the format's specification says. */
function readZip(zip: Buffer): ReadEntry[] {
  const end = zip.length - 22;
  expect(zip.readUInt32LE(end)).toBe(0x06054b50);
  let at = zip.readUInt32LE(end + 16);
  return Array.from({ length: zip.readUInt16LE(end + 10) }, () => {
    expect(zip.readUInt32LE(at)).toBe(0x02014b50);
    const nameLength = zip.readUInt16LE(at + 28);
    const size = zip.readUInt32LE(at + 24);
    const local = zip.readUInt32LE(at + 42);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const crc = zip.readUInt32LE(at + 16);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    expect(zip.readUInt32LE(local)).toBe(0x04034b50);
    expect(zip.readUInt32LE(local + 14)).toBe(crc);
    const dataAt = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    return { name, crc, dataAt, data: zip.subarray(dataAt, dataAt + size) };
  });
}

describe('storeZip', () => {
  const files = [1, 2, 3, 4, 5].map((length) => ({
    name: 'x'.repeat(length),
    bytes: Buffer.alloc(length, length),
  }));

  it('holds every file as it is, with its checksum', () => {
    const entries = readZip(storeZip(files));
    expect(entries.map(({ name, data }) => ({ name, bytes: Buffer.from(data) }))).toEqual(files);
    expect(entries.map((entry) => entry.crc)).toEqual(files.map((file) => crc32(file.bytes)));
  });

  it('starts every file at a multiple of four bytes', () => {
    expect(readZip(storeZip(files)).map((entry) => entry.dataAt % 4)).toEqual([0, 0, 0, 0, 0]);
  });

  it('gives the same bytes every time', () => {
    expect(storeZip(files)).toEqual(storeZip(files));
  });
});
