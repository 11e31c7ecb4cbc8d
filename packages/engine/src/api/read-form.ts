import type { Request } from 'express';
import { EngineError } from '../model/engine-error.ts';
import { containerMissing } from './container-entries.ts';
import { MAX_JSON_BYTES } from './json-body.ts';
import { receiveContainer } from './receive-container.ts';
import { type ReceivedForm, type ReceiveOptions, receiveForm } from './receive-form.ts';
import { SESSION_TOKEN_HEADER } from './secured.ts';

const CONTAINER = 'application/octet-stream';

/** The body of a call that makes a folder: what `readForm` reads, or a binary container. @throws EngineError as they do */
export async function readFormOrContainer(req: Request, options: ReceiveOptions): Promise<ReceivedForm> {
  if (contentTypeOf(req) !== CONTAINER) return readForm(req, options);
  if (!hasBody(req)) throw containerMissing();
  refuseOversized(req, options);
  return receiveContainer(req, { ...options, sessionToken: req.get(SESSION_TOKEN_HEADER) });
}

/**
 * The body of an upload: multipart, or JSON that is the payload alone, or nothing at all (an empty folder).
 * @throws EngineError `invalid_type` for anything else
 */
export async function readForm(req: Request, options: ReceiveOptions): Promise<ReceivedForm> {
  const type = contentTypeOf(req);
  if (type === 'multipart/form-data') {
    refuseOversized(req, options);
    return receiveForm(req, options);
  }
  if (type === 'application/json') return { files: [], payload: await readJsonText(req) };
  if (type === '' && !hasBody(req)) return { files: [], payload: undefined };
  throw new EngineError('invalid_type', `Content-Type "${type}" is not accepted. Send multipart/form-data.`);
}

function contentTypeOf(req: Request): string {
  return (req.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** Multipart framing and the payload part come on top of the files. */
const FRAMING_BYTES = 2 * 1024 * 1024;

function refuseOversized(req: Request, { limits }: ReceiveOptions): void {
  const declared = Number(req.get('content-length') ?? 0);
  const most = limits.maxFiles * limits.maxFileBytes + FRAMING_BYTES;
  if (declared > most)
    throw new EngineError('body_too_large', `The body has ${declared} bytes; at most ${most} are accepted.`, {
      details: { max_bytes: most },
    });
}

function hasBody(req: Request): boolean {
  return req.get('transfer-encoding') !== undefined || Number(req.get('content-length') ?? 0) > 0;
}

async function readJsonText(req: Request): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > MAX_JSON_BYTES)
      throw new EngineError('body_too_large', `The JSON body is larger than ${MAX_JSON_BYTES} bytes.`);
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
