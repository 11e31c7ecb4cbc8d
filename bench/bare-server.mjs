// How fast an upload could be taken in Node at all: no sessions, tokens, signatures, manifest, logs or metrics, no zip. With
// `keep` it writes the body, flushes it, reads it back to hash it and once more to send it on, as the adapter must before it
// may answer; with `tee` it keeps what it relays until the backend has it, unflushed, and says nothing
// sooner; with `pass` it only hashes what it relays, keeps nothing and would lose it.
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:http';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const [how, backend, folder] = process.argv.slice(2);
const BUFFER = { highWaterMark: 256 * 1024 };
const agent = new Agent({ keepAlive: true });

const server = createServer((incoming, response) => {
  const take = { keep, tee, pass }[how];
  take(incoming).then(
    (status) => response.writeHead(status).end(),
    (error) => response.writeHead(500).end(String(error)),
  );
});

async function keep(incoming) {
  const path = join(folder, randomUUID());
  const file = await open(path, 'wx');
  try {
    const packets = (chunks, done) => file.writev(chunks.map(({ chunk }) => chunk)).then(() => done(), done);
    const write = (chunk, _encoding, done) => packets([{ chunk }], done);
    await pipeline(incoming, new Writable({ ...BUFFER, write, writev: packets }));
    await file.sync();
  } finally {
    await file.close();
  }
  await pipeline(createReadStream(path, BUFFER), createHash('sha256'));
  const status = await send(createReadStream(path, BUFFER), incoming.headers['content-length']);
  await rm(path);
  return status;
}

async function tee(incoming) {
  const path = join(folder, randomUUID());
  const kept = pipeline(incoming, createWriteStream(path, { ...BUFFER, flags: 'wx' }));
  const status = await pass(incoming);
  await kept;
  await rm(path);
  return status;
}

async function pass(incoming) {
  const hash = createHash('sha256');
  incoming.on('data', (chunk) => hash.update(chunk));
  const status = await send(incoming, incoming.headers['content-length']);
  hash.digest();
  return status;
}

function send(body, length) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/zip', 'content-length': length };
    const outgoing = request(`${backend}/relayed`, { method: 'POST', agent, headers }, (reply) => {
      reply.resume().once('end', () => resolve(reply.statusCode));
    });
    outgoing.once('error', reject);
    pipeline(body, outgoing).catch(reject);
  });
}

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () =>
  console.log(`bare server listening on http://127.0.0.1:${server.address().port}`),
);
