import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { Request } from 'express';
import type { BlobStore, StagedBlob } from '../model/blob-store.ts';
import { EngineError } from '../model/engine-error.ts';

export interface UploadLimits {
  readonly maxFiles: number;
  readonly maxFileBytes: number;
}

export interface ReceivedFile {
  /** Name of the multipart part: the media key the payload refers to. */
  readonly fieldName: string;
  readonly originalName: string;
  readonly staged: StagedBlob;
}

export interface ReceivedForm {
  readonly files: readonly ReceivedFile[];
  /** The part `payload` as text; undefined if there was none. */
  readonly payload: string | undefined;
}

export interface ReceiveOptions {
  readonly blobs: BlobStore;
  readonly limits: UploadLimits;
  readonly signal: AbortSignal;
}

/** Bytes of the `payload` part; ours, 2026-11-22: nine gestures with frame times stay below 100 KiB. */
export const MAX_PAYLOAD_BYTES = 1024 * 1024;
const MAX_FIELDS = 8;
const MAX_NAME_CHARACTERS = 200;

/**
 * Reads multipart/form-data, streaming every file to the staging area with its limits. On any failure nothing stays.
 * @throws EngineError `invalid_structure`, `invalid_value`, `too_many_files`, `file_too_large`, `storage_full` …
 */
export async function receiveForm(req: Request, options: ReceiveOptions): Promise<ReceivedForm> {
  const parser = openParser(req, options.limits);
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const arriving: Promise<ReceivedFile>[] = [];
  const names = new Set<string>();
  let payload: Promise<string> | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      parser.on('file', (name, stream, info) => {
        const problem =
          name !== 'payload' && arriving.length >= options.limits.maxFiles
            ? tooManyFiles(options.limits.maxFiles)
            : nameProblem(name, names);
        if (problem) {
          stream.resume();
          reject(problem);
        } else if (name === 'payload') {
          payload = readText(stream);
          payload.catch(reject);
        } else {
          const file = receiveFile({ name, stream, fileName: info.filename, signal, options });
          arriving.push(file);
          file.catch(reject);
        }
      });
      parser.on('field', (name, value, info) => {
        if (name !== 'payload') return;
        if (info.valueTruncated) reject(payloadTooLarge());
        else payload = Promise.resolve(value);
      });
      parser.once('filesLimit', () => reject(tooManyFiles(options.limits.maxFiles)));
      parser.once('fieldsLimit', () =>
        reject(
          new EngineError('invalid_structure', `More than ${MAX_FIELDS} form fields; only payload is read.`),
        ),
      );
      parser.once('error', (cause) =>
        reject(
          new EngineError('invalid_structure', 'The multipart body is malformed or cut off.', { cause }),
        ),
      );
      parser.once('close', resolve);
      options.signal.addEventListener('abort', () => reject(options.signal.reason), { once: true });
      req.pipe(parser);
    });
    return { files: await Promise.all(arriving), payload: await payload };
  } catch (error) {
    req.unpipe(parser);
    stop.abort();
    parser.destroy();
    const settled = await Promise.allSettled(arriving);
    for (const file of settled)
      if (file.status === 'fulfilled') await options.blobs.discard(file.value.staged);
    throw error;
  }
}

/** Removes what was staged; for a request that is refused after its upload. */
export async function discardForm(blobs: BlobStore, form: ReceivedForm): Promise<void> {
  for (const file of form.files) await blobs.discard(file.staged);
}

function openParser(req: Request, limits: UploadLimits): busboy.Busboy {
  try {
    return busboy({
      headers: req.headers,
      defParamCharset: 'utf8',
      limits: {
        files: limits.maxFiles + 1, // `payload` may come as a file part.
        fields: MAX_FIELDS,
        fieldSize: MAX_PAYLOAD_BYTES,
        fieldNameSize: MAX_NAME_CHARACTERS,
        headerPairs: 20,
      },
    });
  } catch (cause) {
    const message = 'The Content-Type names no multipart boundary. Send multipart/form-data with one.';
    throw new EngineError('invalid_structure', message, { cause });
  }
}

interface ArrivingFile {
  readonly name: string;
  readonly stream: Readable;
  readonly fileName: string | undefined;
  readonly signal: AbortSignal;
  readonly options: ReceiveOptions;
}

async function receiveFile({ name, stream, fileName, signal, options }: ArrivingFile): Promise<ReceivedFile> {
  const { maxBytes, label } = { maxBytes: options.limits.maxFileBytes, label: `File part "${name}"` };
  const staged = await options.blobs.stage(stream, { maxBytes, label, signal });
  return { fieldName: name, originalName: (fileName ?? '').slice(0, MAX_NAME_CHARACTERS), staged };
}

function nameProblem(name: string | undefined, names: Set<string>): EngineError | undefined {
  if (!name)
    return new EngineError('invalid_structure', 'A file part has no name; the name is its media key.');
  if (names.has(name)) return new EngineError('invalid_value', `Two file parts are named "${name}".`);
  names.add(name);
  return undefined;
}

async function readText(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > MAX_PAYLOAD_BYTES) throw payloadTooLarge();
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function payloadTooLarge(): EngineError {
  return new EngineError('body_too_large', `The part payload is larger than ${MAX_PAYLOAD_BYTES} bytes.`);
}

export function tooManyFiles(maxFiles: number): EngineError {
  const message = `A folder may hold ${maxFiles} files. Send fewer, or make another folder.`;
  return new EngineError('too_many_files', message, { details: { max_files: maxFiles } });
}
