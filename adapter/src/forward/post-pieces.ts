import { type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { MAX_ANSWER_BYTES } from './forward.data.ts';

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** A piece has to be good until the next one is asked for. */
  readonly pieces: AsyncIterable<Buffer>;
  readonly signal: AbortSignal;
}

/** Statuses whose answers have no body; Response takes none with them. */
const BODILESS = new Set([204, 205, 304]);

/**
 * POSTs a body that is written as it is read. What comes of it is as with `fetch` and `redirect: 'error'`: a TypeError for
 * whatever goes wrong on the way, the signal's reason once that fires. `fetch` itself takes four times the processor time
 * for such a body. An answer that comes before the body is through ends the sending.
 */
export async function postPieces(url: URL, options: PostOptions): Promise<Response> {
  const { headers, pieces, signal } = options;
  signal.throwIfAborted();
  const send = url.protocol === 'https:' ? tlsRequest : plainRequest;
  const request = send(url, { method: 'POST', headers, signal });
  try {
    const answer = answerTo(request);
    // Looked at below; a failure while the body is still being written must not go unhandled meanwhile.
    answer.catch(() => undefined);
    await writeAll(request, pieces, answer);
    const message = await answer;
    const body = await bodyOf(message);
    const status = message.statusCode ?? 0;
    if (status >= 300 && status < 400) throw new Error(`unexpected redirect with status ${status}`);
    return new Response(BODILESS.has(status) ? null : body, { status, headers: headersOf(message) });
  } catch (cause) {
    throw signal.aborted ? signal.reason : new TypeError('the call broke off', { cause });
  } finally {
    // Gives up what an early answer left unsent; a call that is through has given its connection back already.
    if (!request.writableFinished) request.destroy();
  }
}

function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
  });
}

/** Returns when all is written or an answer is there; rejects when the connection breaks before. */
async function writeAll(
  request: ClientRequest,
  pieces: AsyncIterable<Buffer>,
  answer: Promise<IncomingMessage>,
): Promise<void> {
  let answered = false;
  const whenAnswered = answer.then(() => {
    answered = true;
  });
  // A connection may fail before the first piece is there, when nobody waits for this yet: unhandled, it would end the process.
  whenAnswered.catch(() => undefined);
  for await (const piece of pieces) {
    const written = new Promise<void>((resolve, reject) => {
      request.write(piece, (error) => (error ? reject(error) : resolve()));
    });
    await Promise.race([written, whenAnswered]);
    if (answered) {
      written.catch(() => undefined);
      return;
    }
  }
  request.end();
}

/** One longer than an answer may be is cut off, which the reader notices. */
async function bodyOf(message: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks);
}

function headersOf(message: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers))
    if (value !== undefined) headers.set(name, String(value));
  return headers;
}
