import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HttpPatience, httpServer } from '../../adapter/src/http/http-server.ts';
import { useIntake } from '../support/intake-scene.ts';

// Slowloris and its kin: connections held open by a byte now and then. Real sockets, because no HTTP client does this.
const scene = useIntake({ config: { upload_stall_seconds: 1 } });
const sockets: Socket[] = [];
afterAll(() => {
  for (const socket of sockets) socket.destroy();
});

interface Drip {
  /** Everything the server said, once it has ended the connection. */
  readonly ended: Promise<string>;
}

/** Sends the text, then a byte every 50 ms for as long as the server lets it. */
function drip(port: number, text: string): Drip {
  let timer: NodeJS.Timeout | undefined;
  const socket = connect(port, '127.0.0.1', () => {
    socket.write(text);
    timer = setInterval(() => socket.write('a'), 50);
  });
  sockets.push(socket);
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => pieces.push(piece));
  // It writes on after the end, as such clients do.
  socket.on('error', () => undefined);
  const ended = new Promise<string>((resolve) => {
    const over = () => {
      clearInterval(timer);
      resolve(Buffer.concat(pieces).toString('latin1'));
    };
    socket.once('end', over);
    socket.once('close', over);
  });
  return { ended };
}

let port = 0;
beforeAll(() => {
  port = Number(new URL(scene.adapter().url).port);
});

it('ends an upload that drips, says so, and counts nothing against its session', async () => {
  const { session } = await scene.open();
  const head = (token: string) =>
    `POST /request.php HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${scene.adapter().url}\r\nConnection: close\r\n` +
    `Authorization: Bearer ${token}\r\nContent-Type: application/zip\r\nContent-Length: 1000000\r\n\r\nPK\u0003\u0004`;
  const slow = Array.from({ length: 3 }, () => drip(port, head(session.init.session_token)));
  // Nobody else waits for them.
  expect((await scene.send()).code).toBe('accepted');
  for (const reply of await Promise.all(slow.map(({ ended }) => ended))) {
    expect(reply).toContain('HTTP/1.1 408');
    expect(reply).toContain('"code":"upload_too_slow"');
  }
  expect((await session.upload(Buffer.from('no zip'))).status).toBe(422);
});

async function serve(patience: HttpPatience) {
  const server = httpServer((_request, response) => response.end('served'), patience);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { server, address };
}

it('ends a connection that has been idle for the configured time, and not before', async () => {
  // Long enough that even a busy machine asks again before it is over.
  const patience = { headersMs: 200, keepAliveMs: 4000, requestMs: 1000, checkEveryMs: 100 };
  const { server, address } = await serve(patience);
  const socket = connect(address.port, '127.0.0.1');
  sockets.push(socket);
  const replies: string[] = [];
  socket.on('data', (piece: Buffer) => replies.push(piece.toString('latin1')));
  const over = new Promise((resolve) => socket.once('end', resolve));
  const ask = () => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  ask();
  await expect.poll(() => replies.join('').match(/served/g)?.length).toBe(1);
  // Longer than headers may take: an idle connection sends none, and is none the worse for it.
  await sleep(450);
  const asked = performance.now();
  ask();
  await expect.poll(() => replies.join('').match(/served/g)?.length).toBe(2);
  await over;
  expect(performance.now() - asked).toBeGreaterThan(3900);
  await new Promise((resolve) => server.close(resolve));
});

it('ends a connection whose headers do not come, while others are served', async () => {
  const patience = { headersMs: 400, keepAliveMs: 5000, requestMs: 1000, checkEveryMs: 100 };
  const { server, address } = await serve(patience);
  const slow = Array.from({ length: 200 }, () => drip(address.port, 'GET / HTTP/1.1\r\nX: '));
  const silent = drip(address.port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n');
  expect(await (await fetch(`http://127.0.0.1:${address.port}/`)).text()).toBe('served');
  const replies = await Promise.all(slow.map(({ ended }) => ended));
  expect(replies.filter((reply) => !/^HTTP\/1\.1 408/.test(reply))).toEqual([]);
  // Answered at once, but its body never comes: the connection is not kept for it.
  expect(await silent.ended).toContain('served');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
