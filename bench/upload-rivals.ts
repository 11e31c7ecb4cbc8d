import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startNginx } from '../tests/support/nginx.ts';
import { startProgram } from '../tests/support/program.ts';

/** Something that takes a body of a capture's size. */
export interface Rival {
  readonly name: string;
  send(body: Buffer): Promise<void>;
  stop(): Promise<unknown>;
}

/** nginx with `proxy_pass` and no buffering: it relays and looks at nothing. */
export async function startRelay(folder: string, backendUrl: string): Promise<Rival> {
  const pass = `proxy_pass ${backendUrl}; proxy_http_version 1.1; proxy_request_buffering off;`;
  const nginx = await startNginx({ folder, server: `location / { ${pass} }` });
  return {
    name: 'nginx `proxy_pass`',
    send: (body) => post(`${nginx.url}/relayed`, body, { 'content-type': 'application/zip' }),
    stop: nginx.stop,
  };
}

/** @tus/server: takes the body in one request and keeps it as a file. */
export async function startTus(folder: string): Promise<Rival> {
  const files = join(folder, 'tus-files');
  await mkdir(files);
  const program = await startProgram('bench/tus-server.mjs', {}, /listening on (\S+)/, [files]);
  return {
    name: '@tus/server',
    send: (body) =>
      post(`${program.url}/files`, body, {
        'content-type': 'application/offset+octet-stream',
        'tus-resumable': '1.0.0',
        'upload-length': String(body.length),
      }),
    stop: () => program.stop(),
  };
}

const BARE = {
  keep: 'bare Node: writes, flushes, hashes, sends on',
  tee: 'bare Node: hashes and sends on, writes meanwhile, never flushes',
  pass: 'bare Node: hashes and sends on, keeps nothing',
};

/** A server with none of the adapter's duties but to hash, relay and keep, or less: what Node leaves room for. */
export async function startBare(how: keyof typeof BARE, folder: string, backendUrl: string): Promise<Rival> {
  const files = join(folder, `bare-${how}`);
  await mkdir(files);
  const program = await startProgram('bench/bare-server.mjs', {}, /listening on (\S+)/, [
    how,
    backendUrl,
    files,
  ]);
  return {
    name: BARE[how],
    send: (body) => post(program.url, body, { 'content-type': 'application/zip' }),
    stop: () => program.stop(),
  };
}

async function post(url: string, body: Buffer, headers: Record<string, string>): Promise<void> {
  const reply = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
  await reply.arrayBuffer();
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}`);
}
