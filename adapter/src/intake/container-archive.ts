import { LIMITS } from '@presence/protocol';
import type { Entry } from 'yauzl';
import { AdapterError } from '../model/adapter-error.ts';
import type { BufferPool } from '../model/buffer-pool.ts';
import { type OpenedZip, openZip } from '../model/open-zip.ts';
import { DEFLATED, MAX_NAME_BYTES, STORED } from './intake.data.ts';

const ENTRY_NAME = /^[a-z0-9_]+(\/[a-z0-9_]+)?\.(jpg|png|mov|json|jws)$/;
const FOLDER_NAME = /^[a-z0-9_]+\/$/;
/** Unix file type bits in the upper half of the external attributes. */
const TYPE_MASK = 0xf000;
const REGULAR_TYPES = new Set([0, 0x8000]);
const FOLDER_TYPES = new Set([0, 0x4000]);

/** An opened container whose list of entries was found acceptable; nothing is inflated yet. */
export interface ContainerArchive {
  /** Files only, by name. */
  readonly files: ReadonlyMap<string, Entry>;
  /** Folder entries, with the trailing slash. */
  readonly folders: readonly string[];
  /** Unpacked, whole or in pieces; each is good until the next one is asked for. Throws `container_file_missing`. */
  openFile(name: string): Buffer | AsyncIterable<Buffer>;
  close(): void;
}

/** Opens the zip and checks every entry before a byte of content is read. The caller closes it. */
export async function openContainer(path: string, buffers: BufferPool): Promise<ContainerArchive> {
  const opened = await openZip(path, { strictFileNames: true, buffers }).catch((cause: unknown) => {
    throw malformed('The container is not a readable zip.', cause);
  });
  const { zip } = opened;
  try {
    if (zip.entryCount > LIMITS.maxEntries)
      throw tooLarge(`The container lists ${zip.entryCount} entries; ${LIMITS.maxEntries} are allowed.`);
    const { files, folders } = await listEntries(opened);
    return {
      files,
      folders,
      openFile: (name) => {
        const entry = files.get(name);
        if (entry === undefined) throw fileMissing(name);
        return opened.held(entry) ?? opened.content(entry);
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error instanceof AdapterError ? error : malformed('The container is not a readable zip.', error);
  }
}

async function listEntries(opened: OpenedZip): Promise<{ files: Map<string, Entry>; folders: string[] }> {
  const files = new Map<string, Entry>();
  const folders: string[] = [];
  let totalBytes = 0;
  await opened.eachEntry((entry) => {
    const name = entry.fileName;
    checkKind(entry);
    if (name.endsWith('/')) {
      folders.push(name);
    } else {
      if (files.has(name)) throw malformed(`The container holds "${shown(name)}" twice.`);
      files.set(name, entry);
    }
    totalBytes += entry.uncompressedSize;
    if (entry.uncompressedSize > LIMITS.maxFileBytes)
      throw tooLarge(`The file "${shown(name)}" is over the limit of ${LIMITS.maxFileBytes} bytes.`);
    if (totalBytes > LIMITS.maxUnpackedBytes)
      throw tooLarge(`The container's files together are over ${LIMITS.maxUnpackedBytes} bytes.`);
  });
  return { files, folders };
}

function checkKind(entry: Entry): void {
  const name = entry.fileName;
  const isFolder = name.endsWith('/');
  if (name.length > MAX_NAME_BYTES || !(isFolder ? FOLDER_NAME : ENTRY_NAME).test(name))
    throw malformed(`The container holds an entry with the forbidden name "${shown(name)}".`);
  if (entry.isEncrypted()) throw malformed(`The entry "${shown(name)}" is encrypted.`);
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)
    throw malformed(`The entry "${shown(name)}" uses compression method ${entry.compressionMethod}.`);
  const type = (entry.externalFileAttributes >>> 16) & TYPE_MASK;
  if (!(isFolder ? FOLDER_TYPES : REGULAR_TYPES).has(type))
    throw malformed(`The entry "${shown(name)}" is a link or device, not a file.`);
  if (isFolder && entry.uncompressedSize > 0)
    throw malformed(`The folder entry "${shown(name)}" has content.`);
}

/** Names come from the sender: cut and made printable before they enter a message. */
function shown(name: string): string {
  return name.slice(0, 64).replace(/[^\x20-\x7e]/g, '?');
}

export function malformed(message: string, cause?: unknown): AdapterError {
  return new AdapterError('container_malformed', `${message} Send what the SDK made.`, { cause });
}

function tooLarge(message: string): AdapterError {
  return new AdapterError('container_too_large', message);
}

export function fileMissing(name: string): AdapterError {
  return new AdapterError(
    'container_file_missing',
    `The file "${shown(name)}" is named but not in the container.`,
    {
      context: { file: shown(name) },
    },
  );
}
