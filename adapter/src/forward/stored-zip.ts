import type { BodyPart } from './body-pieces.ts';

/** A file of the zip, its content already checked against size and CRC-32. */
export interface StoredFile {
  /** ASCII. */
  readonly name: string;
  readonly bytes: number;
  readonly crc32: number;
  readonly open: () => Buffer | AsyncIterable<Buffer>;
}

const LOCAL_HEADER_BYTES = 30;
const CENTRAL_HEADER_BYTES = 46;
const END_BYTES = 22;
/** Version 2.0 of the format; made on Unix, so that the attributes are a file's mode. */
const VERSION = 20;
const MADE_ON_UNIX = 3 << 8;
/** The first day the format knows: when a frame was taken stands in the manifest. */
const DAY_ONE = 0x0021;
const PRIVATE_FILE = (0o100600 << 16) >>> 0;

/**
 * The parts of a zip (APPNOTE 6.3) of files stored as they are: at most 65,535 files and 4 GiB together. A
 * library would compute every CRC-32 again, in JavaScript, which was the largest part of what passing a capture on cost.
 */
export function storedZip(files: readonly StoredFile[]): readonly BodyPart[] {
  const parts: BodyPart[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const file of files) {
    directory.push(centralHeader(file, at));
    const header = localHeader(file);
    parts.push(header, file.open);
    at += header.length + file.bytes;
  }
  const central = Buffer.concat(directory);
  return [...parts, central, end(files.length, central.length, at)];
}

function localHeader(file: StoredFile): Buffer {
  const header = Buffer.alloc(LOCAL_HEADER_BYTES);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION, 4);
  writeFacts(header, 10, file);
  return Buffer.concat([header, Buffer.from(file.name, 'latin1')]);
}

function centralHeader(file: StoredFile, offset: number): Buffer {
  const header = Buffer.alloc(CENTRAL_HEADER_BYTES);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(MADE_ON_UNIX | VERSION, 4);
  header.writeUInt16LE(VERSION, 6);
  writeFacts(header, 12, file);
  header.writeUInt32LE(PRIVATE_FILE, 38);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, Buffer.from(file.name, 'latin1')]);
}

/** Time, day, CRC-32, both sizes and the name's length stand in this order in both headers. */
function writeFacts(header: Buffer, at: number, file: StoredFile): void {
  header.writeUInt16LE(DAY_ONE, at + 2);
  header.writeUInt32LE(file.crc32, at + 4);
  header.writeUInt32LE(file.bytes, at + 8);
  header.writeUInt32LE(file.bytes, at + 12);
  header.writeUInt16LE(file.name.length, at + 16);
}

function end(files: number, directoryBytes: number, directoryAt: number): Buffer {
  const record = Buffer.alloc(END_BYTES);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(files, 8);
  record.writeUInt16LE(files, 10);
  record.writeUInt32LE(directoryBytes, 12);
  record.writeUInt32LE(directoryAt, 16);
  return record;
}
