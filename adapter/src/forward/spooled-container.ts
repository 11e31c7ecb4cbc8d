import { PassThrough, type Readable } from 'node:stream';
import { type ActionEntry, type CaptureManifest, MANIFEST_FILE, manifestSchema } from '@presence/protocol';
import type { Entry, ZipFile } from 'yauzl';
import { ZipFile as ZipWriter } from 'yazl';
import { AdapterError } from '../model/adapter-error.ts';
import { openZip } from '../model/open-zip.ts';

/** A container that intake/ has verified, opened to be passed on piece by piece. */
export interface SpooledContainer {
  readonly manifest: CaptureManifest;
  readonly bytes: number;
  file(name: string): Promise<Readable>;
  /** A zip of one action's frames, stored, named `0001.jpg`, `0002.jpg` … in capture order. */
  shotSet(action: ActionEntry): Readable;
  close(): void;
}

export async function openSpooledContainer(path: string): Promise<SpooledContainer> {
  const zip = await openZip(path).catch((cause: unknown) => {
    throw new AdapterError('internal_error', 'The spooled capture cannot be opened.', { cause });
  });
  try {
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
    const file = (name: string) => openEntry(zip, entries, name);
    const manifest = manifestSchema.parse(JSON.parse(await textOf(await file(MANIFEST_FILE))));
    return {
      manifest,
      bytes: zip.fileSize,
      file,
      shotSet: (action) => writeShotSet(action, entries, file),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function openEntry(zip: ZipFile, entries: ReadonlyMap<string, Entry>, name: string): Promise<Readable> {
  const entry = entries.get(name);
  if (entry === undefined)
    throw new AdapterError('internal_error', `The spooled capture lacks the verified file ${name}.`);
  return zip.openReadStreamPromise(entry);
}

function writeShotSet(
  action: ActionEntry,
  entries: ReadonlyMap<string, Entry>,
  file: (name: string) => Promise<Readable>,
): Readable {
  const writer = new ZipWriter();
  const out = new PassThrough();
  writer.on('error', (error: Error) => out.destroy(error));
  action.frames.forEach((frame, index) => {
    const size = entries.get(frame.file)?.uncompressedSize;
    const name = `${String(index + 1).padStart(4, '0')}.jpg`;
    const options = { compress: false, mode: 0o100600, ...(size === undefined ? {} : { size }) };
    writer.addReadStreamLazy(name, options, (done) => {
      file(frame.file).then(
        (stream) => done(null, stream),
        // yazl takes the error alone; its type wants a stream beside it.
        (error: Error) => out.destroy(error),
      );
    });
  });
  writer.end();
  writer.outputStream.pipe(out);
  return out;
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  // yauzl's streams carry buffers; Readable's iterator is untyped.
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
