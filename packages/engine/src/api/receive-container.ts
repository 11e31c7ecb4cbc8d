import { PassThrough } from 'node:stream';
import type { Request } from 'express';
import { flattenedVerify } from 'jose';
import type { ZipFile } from 'yauzl';
import * as z from 'zod';
import { EngineError } from '../model/engine-error.ts';
import {
  containerMissing,
  damaged,
  mediaMissing,
  type OpenedContainer,
  openContainer,
  payloadMissing,
  readEntry,
  unreadable,
} from './container-entries.ts';
import { parseInput, parseJson } from './parse-input.ts';
import {
  discardForm,
  MAX_PAYLOAD_BYTES,
  type ReceivedFile,
  type ReceivedForm,
  type ReceiveOptions,
} from './receive-form.ts';

/** What a form calls `payload`, with the list of the media beside it. */
const PAYLOAD_FILE = 'payload.json';
const SIGNATURE_FILE = 'payload.jws';
const OWN_FILES = [PAYLOAD_FILE, SIGNATURE_FILE] as const;
const MAX_SIGNATURE_BYTES = 1024;
/** Names, sizes and places of the entries, and the payload, come on top of the files. */
const FRAMING_BYTES = 2 * 1024 * 1024;
const JWS = /^([A-Za-z0-9_-]{1,256})\.\.([A-Za-z0-9_-]{1,256})$/;

const payloadSchema = z.looseObject({
  container: z.strictObject({
    version: z.literal(1),
    /** Every media by its key. */
    sha256: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/, 'must be SHA-256 in lower-case hex')),
  }),
});

export interface ContainerOptions extends ReceiveOptions {
  /** Of the capture; whoever sealed the container had it. */
  readonly sessionToken: string | undefined;
}

/**
 * Reads a binary container: a zip of `payload.json`, a signature over it and the media, bound to a session token. Ours, in the
 * place of OzCapsula, whose layout is closed; the refusals are those documented for it. On any failure nothing stays.
 * @throws EngineError `container_missing`, `container_unreadable`, `container_payload_missing`, `container_media_missing`,
 *   `container_damaged`, `file_too_large`, `too_many_files` …
 */
export async function receiveContainer(req: Request, options: ContainerOptions): Promise<ReceivedForm> {
  const { blobs, limits, signal, sessionToken } = options;
  if (sessionToken === undefined) throw unreadable('Invalid or empty Session Token');
  const maxBytes = limits.maxFiles * limits.maxFileBytes + FRAMING_BYTES;
  // Not the request itself: what stops reading it would take the connection, and the answer, with it.
  const body = req.pipe(new PassThrough());
  const whole = await blobs.stage(body, { maxBytes, label: 'The container', signal });
  try {
    if (whole.bytes === 0) throw containerMissing();
    const container = await openContainer(whole.path, limits, OWN_FILES.length);
    try {
      return await unpack(container, sessionToken, options);
    } finally {
      container.zip.close();
    }
  } finally {
    await blobs.discard(whole);
  }
}

async function unpack(
  { zip, entries }: OpenedContainer,
  sessionToken: string,
  options: ReceiveOptions,
): Promise<ReceivedForm> {
  const [payload, signature] = OWN_FILES.map((name) => entries.get(name));
  if (payload === undefined) throw payloadMissing(PAYLOAD_FILE);
  if (signature === undefined) throw unreadable(`Invalid signature: there is no ${SIGNATURE_FILE}`);
  const text = await readEntry(zip, payload, MAX_PAYLOAD_BYTES);
  // Before a word of it is believed.
  await requireSeal(text, await readEntry(zip, signature, MAX_SIGNATURE_BYTES), sessionToken);
  const sums = listOf(text);
  const keys = [...entries.keys()].filter((name) => !OWN_FILES.some((own) => own === name));
  if (keys.length === 0 && Object.keys(sums).length === 0) throw mediaMissing();
  const files: ReceivedFile[] = [];
  try {
    for (const [key, sha256] of Object.entries(sums)) {
      const file = await stageMedia({ zip, entries }, key, options);
      files.push(file);
      if (file.staged.sha256 !== sha256) throw damaged(`"${key}" is not the file ${PAYLOAD_FILE} lists`);
    }
    const extra = keys.find((key) => !Object.hasOwn(sums, key));
    if (extra !== undefined) throw damaged(`"${extra}" is not in the list of ${PAYLOAD_FILE}`);
    return { files, payload: text.toString('utf8') };
  } catch (error) {
    await discardForm(options.blobs, { files, payload: undefined });
    throw error;
  }
}

/**
 * The signature over the exact bytes of the payload: a detached compact JWS (RFC 7515, appendix F) with an unencoded payload
 * (RFC 7797), HS256 with the session token as the key, and nothing else.
 */
async function requireSeal(payload: Uint8Array, jws: Buffer, sessionToken: string): Promise<void> {
  const [, head, signature] = JWS.exec(jws.toString('latin1').trim()) ?? [];
  if (head === undefined || signature === undefined)
    throw unreadable(`Invalid signature: ${SIGNATURE_FILE} is no detached JWS`);
  const verified = await flattenedVerify(
    { protected: head, payload, signature },
    new TextEncoder().encode(sessionToken),
    { algorithms: ['HS256'] },
  ).catch((cause: unknown) => {
    throw unreadable('Invalid signature: it was not made with this session token over this payload', cause);
  });
  if (verified.protectedHeader?.b64 !== false)
    throw unreadable(`Invalid signature: ${SIGNATURE_FILE} lacks the header {"b64":false}`);
}

function listOf(payload: Buffer): Readonly<Record<string, string>> {
  return parseInput(payloadSchema, parseJson(payload.toString('utf8'), PAYLOAD_FILE), PAYLOAD_FILE).container
    .sha256;
}

async function stageMedia(
  { zip, entries }: { readonly zip: ZipFile; readonly entries: OpenedContainer['entries'] },
  key: string,
  { blobs, limits, signal }: ReceiveOptions,
): Promise<ReceivedFile> {
  const entry = entries.get(key);
  if (entry === undefined) throw damaged(`"${key.slice(0, 100)}" is listed and not there`);
  try {
    const stream = await zip.openReadStreamPromise(entry);
    const staged = await blobs.stage(stream, {
      maxBytes: limits.maxFileBytes,
      label: `File "${key}" of the container`,
      signal,
    });
    return { fieldName: key, originalName: key, staged };
  } catch (cause) {
    if (signal.aborted || (cause instanceof EngineError && cause.code !== 'upload_aborted')) throw cause;
    throw damaged(`"${key}" cannot be unpacked`, cause);
  }
}
