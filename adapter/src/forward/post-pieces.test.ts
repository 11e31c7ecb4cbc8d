import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { postPieces } from './post-pieces.ts';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

async function serve(handle: RequestListener): Promise<URL> {
  server = createServer(handle);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is an object.
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`);
}

const never = new AbortController().signal;
/** One buffer, filled anew for each piece, as the body of a capture is. */
async function* pieces(count: number, closed = () => {}): AsyncGenerator<Buffer> {
  const piece = Buffer.alloc(256 * 1024);
  try {
    for (let i = 0; i < count; i += 1) yield piece.fill(i);
  } finally {
    closed();
  }
}

describe('postPieces', () => {
  it('sends every piece as it was, although they share a buffer, and gives the answer as fetch does', async () => {
    let received = Buffer.alloc(0);
    const url = await serve(async (request, response) => {
      received = await buffer(request);
      response.writeHead(201, { 'content-type': 'application/json', 'retry-after': '3' }).end('{"a":1}');
    });
    const headers = { 'content-type': 'x/y' };
    const response = await postPieces(url, { headers, pieces: pieces(12), signal: never });
    expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([
      201,
      '3',
      { a: 1 },
    ]);
    const sent = Buffer.concat(Array.from({ length: 12 }, (_, i) => Buffer.alloc(256 * 1024, i)));
    expect(received.equals(sent)).toBe(true);
  });

  it('stops sending when the answer is there before the body is through', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(401, { connection: 'close' }).end('{}');
    });
    let closed = false;
    const endless = pieces(Number.POSITIVE_INFINITY, () => {
      closed = true;
    });
    // Told by the answer, or by the connection that ended with it: either way at once, and by fetch's rules.
    const outcome = await postPieces(url, { headers: {}, pieces: endless, signal: never }).then(
      ({ status }) => status,
      (error: unknown) => error,
    );
    if (outcome !== 401) expect(outcome).toBeInstanceOf(TypeError);
    expect(closed).toBe(true);
  });

  it('rejects as fetch does: broken connections, cut answers and redirects', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/api/redirect') return response.writeHead(302, { location: '/' }).end();
      if (request.url === '/api/half') {
        response.writeHead(200, { 'content-length': '100' });
        return response.write('half', () => response.destroy());
      }
      return request.socket.destroy();
    });
    for (const path of ['cut', 'half', 'redirect'])
      await expect(
        postPieces(new URL(path, url), { headers: {}, pieces: pieces(2), signal: never }),
        path,
      ).rejects.toBeInstanceOf(TypeError);
  });

  it('leaves no rejection unhandled when the connection fails before the first piece is there', async () => {
    const url = await serve(() => {});
    await new Promise((resolve) => server?.close(resolve));
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    async function* late(): AsyncGenerator<Buffer> {
      await sleep(300);
      yield* pieces(1);
    }
    const call = postPieces(url, { headers: {}, pieces: late(), signal: never });
    await expect(call).rejects.toBeInstanceOf(TypeError);
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it("rejects with the signal's reason when that fires", async () => {
    const url = await serve(() => {});
    await expect(
      postPieces(url, { headers: {}, pieces: pieces(2), signal: AbortSignal.timeout(100) }),
    ).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
