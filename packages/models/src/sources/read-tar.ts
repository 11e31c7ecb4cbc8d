import { ModelBuildError } from '../model/model-build-error.ts';

const BLOCK = 512;
const SIZE_FIELD = { at: 124, length: 12 };
const CHECKSUM_FIELD = { at: 148, length: 8 };
const TYPE_FLAG_AT = 156;
const PREFIX_FIELD = { at: 345, length: 155 };
const NAME_FIELD = { at: 0, length: 100 };

/**
 * The regular files of a ustar archive, as views on its bytes.
 *
 * Reads what npm tarballs hold: plain files and folders with names up to 255 bytes (POSIX.1-1988 ustar). Other entry types
 * (pax headers, links) are passed over, because no wanted member needs them.
 *
 * @throws ModelBuildError `malformed_data` when a header's checksum is wrong or the archive ends inside a file.
 */
export function readTar(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let at = 0;
  while (at + BLOCK <= archive.length && archive[at] !== 0) {
    const header = archive.subarray(at, at + BLOCK);
    verifyHeader(header, at);
    const size = octal(header, SIZE_FIELD);
    const start = at + BLOCK;
    if (start + size > archive.length) {
      throw malformed(`the file at byte ${at} is cut off`);
    }
    const type = header[TYPE_FLAG_AT];
    if (type === 0 || type === 0x30) {
      files.set(entryName(header), archive.subarray(start, start + size));
    }
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

function verifyHeader(header: Buffer, at: number): void {
  let sum = 0;
  for (const [index, byte] of header.entries()) {
    const insideChecksum = index >= CHECKSUM_FIELD.at && index < CHECKSUM_FIELD.at + CHECKSUM_FIELD.length;
    sum += insideChecksum ? 0x20 : byte;
  }
  if (sum !== octal(header, CHECKSUM_FIELD)) {
    throw malformed(`the header at byte ${at} has a wrong checksum`);
  }
}

function entryName(header: Buffer): string {
  const name = text(header, NAME_FIELD);
  const isUstar = header.toString('latin1', 257, 262) === 'ustar';
  const prefix = isUstar ? text(header, PREFIX_FIELD) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function text(header: Buffer, field: { at: number; length: number }): string {
  const bytes = header.subarray(field.at, field.at + field.length);
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

function octal(header: Buffer, field: { at: number; length: number }): number {
  const value = Number.parseInt(text(header, field).trim(), 8);
  if (!Number.isSafeInteger(value) || value < 0) {
    throw malformed(`a number field at byte ${field.at} of a header is not octal`);
  }
  return value;
}

function malformed(detail: string): ModelBuildError {
  return new ModelBuildError(
    'malformed_data',
    `tar archive: ${detail}. Delete the model cache and build again.`,
  );
}
