import { readFile } from 'node:fs/promises';
import { PassThrough, Readable } from 'node:stream';
import type { Request } from 'express';
import type { BlobStore, StagedBlob } from '../model/blob-store.ts';
import { EngineError } from '../model/engine-error.ts';
import { formatOf } from '../model/media-format.ts';
import { type ReceiveOptions, receiveForm } from './receive-form.ts';

/** A picture or a template of an API Lite call. */
export interface LiteFile {
  /** What it is called in messages. */
  readonly label: string;
  readonly staged: StagedBlob;
}

/** Four characters for three bytes, and line ends. */
const BASE64_GROWTH = 1.4;

export function isBase64(req: Request): boolean {
  return req.get('content-transfer-encoding')?.trim().toLowerCase() === 'base64';
}

/**
 * The body as a picture.
 * @throws EngineError `media_unsupported`, `file_too_large`, `invalid_value` for broken base64
 */
export async function receivePicture(req: Request, options: ReceiveOptions): Promise<LiteFile> {
  const { blobs, limits, signal } = options;
  const label = 'The body';
  const maxBytes = Math.ceil(limits.maxFileBytes * (isBase64(req) ? BASE64_GROWTH : 1));
  // Not the request itself: what stops reading it would take the connection, and the answer, with it.
  const staged = await blobs.stage(req.pipe(new PassThrough()), { maxBytes, label, signal });
  const [file] = await plain(req, [{ label, staged }], options);
  if (file !== undefined && formatOf(file.staged.head)?.kind === 'image') return file;
  if (file !== undefined) await blobs.discard(file.staged);
  throw new EngineError('media_unsupported', `${label} is neither a JPEG nor a PNG picture.`);
}

/**
 * The two files of a form; which is which their content says.
 * @throws EngineError `invalid_structure` for more or fewer, and what receiveForm throws
 */
export async function receiveFiles(
  req: Request,
  options: ReceiveOptions,
): Promise<readonly [LiteFile, LiteFile]> {
  if (!req.is('multipart/form-data'))
    throw new EngineError('invalid_type', 'Send multipart/form-data with two file parts.');
  const { files } = await receiveForm(req, options);
  const parts = files.map(({ fieldName, staged }) => ({ label: `File part "${fieldName}"`, staged }));
  const all = await plain(req, parts, options);
  const [one, other] = all;
  if (one !== undefined && other !== undefined && all.length === 2) return [one, other];
  await discardFiles(options.blobs, all);
  throw new EngineError('invalid_structure', `The form has ${all.length} file parts; send two.`);
}

/** The picture among two files, and the other. @throws EngineError `media_unsupported` if there is none */
export function pictureOf([one, other]: readonly [LiteFile, LiteFile]) {
  for (const [picture, rest] of [
    [one, other],
    [other, one],
  ] as const)
    if (formatOf(picture.staged.head)?.kind === 'image') return { picture, rest };
  throw new EngineError('media_unsupported', 'Neither file part is a JPEG or PNG picture; send one.');
}

export async function discardFiles(blobs: BlobStore, files: readonly LiteFile[]): Promise<void> {
  for (const { staged } of files) await blobs.discard(staged);
}

/** Files as they are, or in the place of each what its base64 says. None is left when it fails. */
async function plain(
  req: Request,
  files: readonly LiteFile[],
  { blobs, limits, signal }: ReceiveOptions,
): Promise<readonly LiteFile[]> {
  const held = [...files];
  try {
    for (const [index, { label, staged }] of isBase64(req) ? files.entries() : []) {
      const bytes = decode((await readFile(staged.path)).toString('latin1'), label);
      const options = { maxBytes: limits.maxFileBytes, label, signal };
      held[index] = { label, staged: await blobs.stage(Readable.from([bytes]), options) };
      await blobs.discard(staged);
    }
    return held;
  } catch (error) {
    await discardFiles(blobs, held);
    throw error;
  }
}

function decode(text: string, label: string): Buffer {
  const compact = text.replaceAll(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact))
    throw new EngineError('invalid_value', `${label} is not base64, as Content-Transfer-Encoding says.`);
  return Buffer.from(compact, 'base64');
}
