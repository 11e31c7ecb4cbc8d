import { EngineError } from '../model/engine-error.ts';
import { UNPACK_LIMITS } from './unpack-limits.data.ts';

/** What the directory of a zip says of one entry; the part of yauzl's Entry that is judged. */
export interface ZipEntryFacts {
  readonly fileName: string;
  readonly uncompressedSize: number;
  readonly compressionMethod: number;
  /** High 16 bits: Unix mode. */
  readonly externalFileAttributes: number;
  isEncrypted(): boolean;
}

const STORED = 0;
const DEFLATED = 8;
const FILE_TYPE_MASK = 0o170000;
const REGULAR_FILE = 0o100000;
const UNIX_TYPE_ABSENT = 0;
const PICTURE_NAME = /\.(jpe?g|png)$/i;

/** Numbers in names count as numbers, so that `10.jpg` follows `9.jpg`; equal to plain order for padded names. */
const byName = new Intl.Collator('en', { numeric: true });

/**
 * The frames of a shot set in name order, if every entry of its directory is acceptable. Folders are passed over.
 *
 * @param where names the media in messages.
 * @throws EngineError `invalid_structure`, `too_many_files` or `file_too_large`.
 */
export function orderedFrames<E extends ZipEntryFacts>(entries: readonly E[], where: string): E[] {
  const files = entries.filter((entry) => !entry.fileName.endsWith('/'));
  if (files.length === 0) {
    throw new EngineError('invalid_structure', `${where} holds no frames; send a zip of .jpg or .png files.`);
  }
  let unpacked = 0;
  const names = new Set<string>();
  for (const entry of files) {
    checkEntry(entry, where);
    if (names.has(entry.fileName)) {
      throw new EngineError(
        'invalid_structure',
        `${where} holds ${entry.fileName} twice; name each frame once.`,
      );
    }
    names.add(entry.fileName);
    unpacked += entry.uncompressedSize;
  }
  if (unpacked > UNPACK_LIMITS.maxUnpackedBytes) {
    throw new EngineError(
      'file_too_large',
      `${where} unpacks to ${unpacked} bytes, more than the ${UNPACK_LIMITS.maxUnpackedBytes} allowed; send fewer or smaller frames.`,
    );
  }
  return files.sort((a, b) => byName.compare(a.fileName, b.fileName));
}

/** @throws EngineError `too_many_files` when a zip has more entries than a shot set may have. */
export function checkEntryCount(count: number, where: string): void {
  if (count <= UNPACK_LIMITS.maxFrames) return;
  throw new EngineError(
    'too_many_files',
    `${where} holds ${count} entries, more than the ${UNPACK_LIMITS.maxFrames} allowed; send fewer frames.`,
  );
}

function checkEntry(entry: ZipEntryFacts, where: string): void {
  const what = `${where}, entry ${JSON.stringify(entry.fileName.slice(0, 80))},`;
  const refuse = (problem: string) => new EngineError('invalid_structure', `${what} ${problem}`);
  if (entry.fileName.length > UNPACK_LIMITS.maxNameLength || entry.fileName.includes('\0')) {
    throw refuse('has an impossible name; use plain names such as 0001.jpg.');
  }
  if (entry.fileName.startsWith('/') || /(^|[/\\])\.\.([/\\]|$)|^[a-z]:|\\/i.test(entry.fileName)) {
    throw refuse('points outside the zip; use plain names such as 0001.jpg.');
  }
  if (!PICTURE_NAME.test(entry.fileName))
    throw refuse('is no frame; a shot set holds .jpg and .png files only.');
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK;
  if (type !== UNIX_TYPE_ABSENT && type !== REGULAR_FILE) {
    throw refuse('is a link or a special file; a shot set holds plain files only.');
  }
  if (entry.isEncrypted()) throw refuse('is encrypted; send a zip without a password.');
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw refuse(`uses compression method ${entry.compressionMethod}; store or deflate the frames.`);
  }
  if (entry.uncompressedSize > UNPACK_LIMITS.maxFrameBytes) {
    throw new EngineError(
      'file_too_large',
      `${what} unpacks to ${entry.uncompressedSize} bytes, more than the ${UNPACK_LIMITS.maxFrameBytes} allowed.`,
    );
  }
}
