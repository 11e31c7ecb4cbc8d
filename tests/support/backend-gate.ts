import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

export interface SeenCall {
  readonly method: string;
  /** Without a slash at its end. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Its body, if that is JSON. */
  readonly json?: string;
}

/** What the next matching requests get instead of an answer. */
export interface Fault {
  readonly match: (method: string, path: string) => boolean;
  /**
   * `lost_reply`: the work is done and the connection cut before the answer. `half_reply`: cut in the middle of it.
   * `cut_midway`: cut when the first piece of the body has come. `drip`: the work is done, and the answer comes in 200 pieces.
   */
  readonly kind: 'status' | 'garbage' | 'hang' | 'cut' | 'cut_midway' | 'half_reply' | 'lost_reply' | 'drip';
  /** Of `drip`: ms between two pieces. */
  readonly everyMs?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  times: number;
}

export interface GateAnswer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly bytes: Buffer;
}

/** Pieces of an answer that drips. */
const DRIPS = 200;

/** Where an adapter finds its backend: it shows every call and answers for the backend, or misbehaves on request. */
export interface BackendGate {
  /** `http://host:port` */
  readonly url: string;
  readonly seen: SeenCall[];
  inject(fault: Fault): void;
  /** Refuses connections and cuts those there are. */
  stop(): Promise<void>;
  /** Listens again on the same port. */
  restart(): Promise<void>;
}

export async function startBackendGate(
  answer: (call: SeenCall, request: IncomingMessage, signal: AbortSignal) => Promise<GateAnswer>,
): Promise<BackendGate> {
  const seen: SeenCall[] = [];
  const faults: Fault[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const call = await callOf(request);
    seen.push(call);
    const fault = faults.find((one) => one.times > 0 && one.match(call.method, call.path));
    if (fault) fault.times -= 1;
    if (fault && !['lost_reply', 'half_reply', 'drip'].includes(fault.kind))
      return misbehave(fault, request, response);
    const left = new AbortController();
    response.once('close', () => left.abort());
    const { status, headers, bytes } = await answer(call, request, left.signal);
    if (fault?.kind === 'lost_reply') return void response.destroy();
    response.writeHead(status, { ...headers, 'content-length': bytes.length });
    if (fault?.kind === 'drip') return drip(response, bytes, fault.everyMs ?? 1);
    if (fault) return void response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
    response.end(bytes);
  };
  const listen = (port: number) =>
    new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
      const server = createServer((request, response) => {
        handle(request, response).catch(() => response.destroy());
      });
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve(server));
    });
  // Not one of the system's choice: while it is stopped an outgoing connection might take that.
  let server = await listen(await freePort());
  // A TCP server's address is an object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    inject: (fault) => void faults.push(fault),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    restart: async () => {
      server = await listen(port);
    },
  };
}

async function callOf(request: IncomingMessage): Promise<SeenCall> {
  const { method = '', url = '/', headers } = request;
  const path = new URL(url, 'http://gate.invalid').pathname.replace(/\/$/, '');
  const isJson = headers['content-type']?.includes('json');
  return { method, path, headers, ...(isJson && { json: await text(request) }) };
}

function misbehave(fault: Fault, request: IncomingMessage, response: ServerResponse): void {
  if (fault.kind === 'cut_midway') return void request.once('data', () => request.destroy());
  request.resume();
  if (fault.kind === 'hang') return;
  if (fault.kind === 'cut') return void response.destroy();
  if (fault.kind === 'garbage') return void response.end('<html>not an API</html>');
  response.writeHead(fault.status ?? 500, { 'content-type': 'application/json', ...fault.headers });
  response.end(JSON.stringify({ error_code: 0, error_message: 'injected', details: null }));
}

/** One piece after the other until all are sent or the other side has had enough. */
async function drip(response: ServerResponse, bytes: Buffer, everyMs: number): Promise<void> {
  const piece = Math.ceil(bytes.length / DRIPS);
  for (let from = 0; from < bytes.length && !response.destroyed; from += piece) {
    response.write(bytes.subarray(from, from + piece));
    await sleep(everyMs);
  }
  response.end();
}

/** The same call at another address, with these headers. */
export function passOn(
  call: SeenCall,
  incoming: IncomingMessage,
  to: { readonly base: string; readonly headers: IncomingHttpHeaders; readonly signal: AbortSignal },
): Promise<GateAnswer> {
  return new Promise((resolve, reject) => {
    const { base, headers, signal } = to;
    const options = { method: call.method, headers, agent: false, signal };
    const outgoing = request(new URL(incoming.url ?? '/', base), options, (reply) => {
      const { statusCode = 502, headers } = reply;
      buffer(reply).then(
        (bytes) => resolve({ status: statusCode, headers: endToEnd(headers), bytes }),
        reject,
      );
    });
    outgoing.on('error', reject);
    if (call.json === undefined) incoming.pipe(outgoing);
    else outgoing.end(call.json);
  });
}

/** Without what holds for one connection alone. */
function endToEnd({ connection, 'keep-alive': _, 'transfer-encoding': __, ...headers }: IncomingHttpHeaders) {
  return headers;
}
