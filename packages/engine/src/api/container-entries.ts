import { buffer } from 'node:stream/consumers';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { EngineError } from '../model/engine-error.ts';
import { tooManyFiles, type UploadLimits } from './receive-form.ts';

/** What the newest documentation says whatever is wrong with a container (Oz page "OzCapsula data container"). */
const INVALID = 'Invalid request data';

/** Of a media; the payload refers to it. */
const MEDIA_KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const FILE_TYPE_MASK = 0xf000;
/** Types of an entry that is a plain file: not said, or said so. */
const PLAIN = new Set([0, 0x8000]);
const METHODS = new Set([0, 8]);

/** An opened container whose list of entries was found acceptable. The caller closes it. */
export interface OpenedContainer {
  readonly zip: ZipFile;
  /** Plain files by name. */
  readonly entries: ReadonlyMap<string, Entry>;
}

/** @throws EngineError `container_unreadable`, `too_many_files` */
export async function openContainer(
  path: string,
  { maxFiles }: UploadLimits,
  own: number,
): Promise<OpenedContainer> {
  const zip = await openPromise(path, { autoClose: false, validateEntrySizes: true }).catch(
    (cause: unknown) => {
      throw unreadable('it is no zip', cause);
    },
  );
  try {
    if (zip.entryCount > maxFiles + own) throw tooManyFiles(maxFiles);
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) {
      requirePlain(entry);
      if (entries.has(entry.fileName)) throw unreadable(`it holds ${shown(entry)} twice`);
      entries.set(entry.fileName, entry);
    }
    return { zip, entries };
  } catch (error) {
    zip.close();
    throw error instanceof EngineError ? error : unreadable('its list of entries cannot be read', error);
  }
}

/** A small entry whole. @throws EngineError `container_unreadable`, `body_too_large` */
export async function readEntry(zip: ZipFile, entry: Entry, maxBytes: number): Promise<Buffer> {
  if (entry.uncompressedSize > maxBytes)
    throw new EngineError(
      'body_too_large',
      `${INVALID}: ${shown(entry)} is larger than ${maxBytes} bytes, the limit for it.`,
    );
  try {
    return await buffer(await zip.openReadStreamPromise(entry));
  } catch (cause) {
    throw unreadable(`${shown(entry)} cannot be unpacked`, cause);
  }
}

function requirePlain(entry: Entry): void {
  const name = entry.fileName;
  if (!MEDIA_KEY.test(name))
    throw unreadable(`${shown(entry)} is no media key (letters, digits, ".", "_" and "-", no folders)`);
  const plain = PLAIN.has((entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK);
  if (!plain || entry.isEncrypted() || !METHODS.has(entry.compressionMethod))
    throw unreadable(`${shown(entry)} is not a plain file, stored or deflated`);
}

/** Names come from the sender. */
function shown({ fileName }: Entry): string {
  return `"${fileName.slice(0, 100).replace(/[^\x20-\x7e]/g, '?')}"`;
}

export function unreadable(problem: string, cause?: unknown): EngineError {
  return new EngineError(
    'container_unreadable',
    `${INVALID}: the container cannot be unpacked: ${problem}.`,
    {
      cause,
    },
  );
}

export function damaged(problem: string, cause?: unknown): EngineError {
  return new EngineError('container_damaged', `${INVALID}: the container is damaged: ${problem}.`, { cause });
}

/** Nothing came. */
export function containerMissing(): EngineError {
  return new EngineError('container_missing', `${INVALID}: no data container provided; the body is empty.`);
}

export function payloadMissing(name: string): EngineError {
  return new EngineError('container_payload_missing', `${INVALID}: the container holds no ${name}.`);
}

export function mediaMissing(): EngineError {
  return new EngineError('container_media_missing', `${INVALID}: the container holds no media.`);
}
