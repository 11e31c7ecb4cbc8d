import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../tests/support/free-port.ts';
import { startProgram } from '../tests/support/program.ts';

/** Something that takes a body of a capture's size. */
export interface Rival {
  readonly name: string;
  send(body: Buffer): Promise<void>;
  stop(): Promise<unknown>;
}

const NGINX_WITHIN_MS = 5000;

/** nginx with `proxy_pass` and no buffering: it relays and looks at nothing. */
export async function startNginx(folder: string, backendUrl: string): Promise<Rival> {
  const port = await freePort();
  const config = join(folder, 'nginx.conf');
  await writeFile(
    config,
    `daemon off;
pid ${folder}/nginx.pid;
error_log stderr warn;
worker_processes auto;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/nginx-bodies;
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 100m;
    location / { proxy_pass ${backendUrl}; proxy_http_version 1.1; proxy_request_buffering off; }
  }
}
`,
  );
  const child = spawn('nginx', ['-c', config, '-p', folder], { stdio: 'inherit' });
  const url = `http://127.0.0.1:${port}/relayed`;
  for (const started = Date.now(); !(await reachable(url)); await sleep(50))
    if (Date.now() - started > NGINX_WITHIN_MS) throw new Error('nginx did not start; its message is above');
  return {
    name: 'nginx `proxy_pass`',
    send: (body) => post(url, body, { 'content-type': 'application/zip' }),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill();
      }),
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

async function post(url: string, body: Buffer, headers: Record<string, string>): Promise<void> {
  const reply = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
  await reply.arrayBuffer();
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}`);
}

async function reachable(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}
