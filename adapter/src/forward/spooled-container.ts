import { MANIFEST_FILE } from '@presence/protocol';
import type { Entry } from 'yauzl';
import { AdapterError } from '../model/adapter-error.ts';
import type { BufferPool } from '../model/buffer-pool.ts';
import { openZip } from '../model/open-zip.ts';
import type { BodyPart } from './body-pieces.ts';
import { type SpooledManifest, spooledManifestSchema } from './spooled-manifest.ts';
import { storedZip } from './stored-zip.ts';

/** A container that intake/ has verified, opened to be passed on piece by piece. */
export interface SpooledContainer {
  readonly manifest: SpooledManifest;
  readonly bytes: number;
  /** One file as it is. */
  file(name: string): readonly BodyPart[];
  /** A zip of one action's frames, stored, named `0001.jpg`, `0002.jpg` … in capture order. */
  shotSet(action: SpooledManifest['actions'][number]): readonly BodyPart[];
  close(): void;
}

export async function openSpooledContainer(path: string, buffers: BufferPool): Promise<SpooledContainer> {
  const opened = await openZip(path, { buffers }).catch((cause: unknown) => {
    throw new AdapterError('internal_error', 'The spooled capture cannot be opened.', { cause });
  });
  const { zip } = opened;
  const content = (entry: Entry) => opened.held(entry) ?? opened.content(entry);
  try {
    const entries = new Map<string, Entry>();
    await opened.eachEntry((entry) => entries.set(entry.fileName, entry));
    const manifestText = await textOf(opened.content(entryOf(entries, MANIFEST_FILE)));
    const manifest = spooledManifestSchema.parse(JSON.parse(manifestText));
    return {
      manifest,
      bytes: zip.fileSize,
      file: (name) => {
        const entry = entryOf(entries, name);
        return [() => content(entry)];
      },
      shotSet: ({ frames }) =>
        storedZip(
          frames.map((frame, index) => {
            const entry = entryOf(entries, frame.file);
            const name = `${String(index + 1).padStart(4, '0')}.jpg`;
            return { name, bytes: entry.uncompressedSize, crc32: entry.crc32, open: () => content(entry) };
          }),
        ),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

function entryOf(entries: ReadonlyMap<string, Entry>, name: string): Entry {
  const entry = entries.get(name);
  if (entry === undefined)
    throw new AdapterError('internal_error', `The spooled capture lacks the verified file ${name}.`);
  return entry;
}

async function textOf(content: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
