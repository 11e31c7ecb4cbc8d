import { crc32 } from 'node:zlib';

/** One file of the archive. */
export interface ZipFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const LOCAL_HEADER = { signature: 0x04034b50, size: 30 };
const CENTRAL_HEADER = { signature: 0x02014b50, size: 46 };
const END_RECORD = { signature: 0x06054b50, size: 22 };
/** Version 2.0 of the format, the least that any reader has. */
const VERSION = 20;
/** 1980-01-01 in MS-DOS form: the build must not depend on the clock. */
const DATE = 0x21;
/** Android's zipalign writes its padding under this extra-field id. */
const ALIGNMENT_EXTRA_ID = 0xd935;
const ALIGNMENT = 4;

/**
 * A zip archive without compression, each file's bytes starting at a multiple of four, so that a reader can map the models in
 * place, as MediaPipe Tasks does. Equal input gives equal bytes.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function storeZip(files: readonly ZipFile[]): Buffer {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, bytes } of files) {
    const nameBytes = Buffer.from(name);
    const extra = alignmentExtra(at + LOCAL_HEADER.size + nameBytes.length);
    const sums = { crc: crc32(bytes), size: bytes.length, nameLength: nameBytes.length };
    parts.push(localHeader(sums, extra.length), nameBytes, extra, bytes);
    directory.push(centralHeader(sums, at), nameBytes);
    at += LOCAL_HEADER.size + nameBytes.length + extra.length + bytes.length;
  }
  const directoryBytes = Buffer.concat(directory);
  return Buffer.concat([...parts, directoryBytes, endRecord(files.length, directoryBytes.length, at)]);
}

interface FileSums {
  readonly crc: number;
  readonly size: number;
  readonly nameLength: number;
}

function alignmentExtra(dataAt: number): Buffer {
  if (dataAt % ALIGNMENT === 0) {
    return Buffer.alloc(0);
  }
  const padding = (ALIGNMENT - ((dataAt + 4) % ALIGNMENT)) % ALIGNMENT;
  const extra = Buffer.alloc(4 + padding);
  extra.writeUInt16LE(ALIGNMENT_EXTRA_ID, 0);
  extra.writeUInt16LE(padding, 2);
  return extra;
}

function localHeader({ crc, size, nameLength }: FileSums, extraLength: number): Buffer {
  const header = Buffer.alloc(LOCAL_HEADER.size);
  header.writeUInt32LE(LOCAL_HEADER.signature, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(DATE, 12);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(size, 18);
  header.writeUInt32LE(size, 22);
  header.writeUInt16LE(nameLength, 26);
  header.writeUInt16LE(extraLength, 28);
  return header;
}

function centralHeader({ crc, size, nameLength }: FileSums, localAt: number): Buffer {
  const header = Buffer.alloc(CENTRAL_HEADER.size);
  header.writeUInt32LE(CENTRAL_HEADER.signature, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(VERSION, 6);
  header.writeUInt16LE(DATE, 14);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(size, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(nameLength, 28);
  header.writeUInt32LE(localAt, 42);
  return header;
}

function endRecord(count: number, directorySize: number, directoryAt: number): Buffer {
  const record = Buffer.alloc(END_RECORD.size);
  record.writeUInt32LE(END_RECORD.signature, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(directorySize, 12);
  record.writeUInt32LE(directoryAt, 16);
  return record;
}
