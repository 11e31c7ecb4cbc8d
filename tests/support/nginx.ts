import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** Even a busy machine has it listening by then. */
const WITHIN_MS = 60_000;

export interface Nginx {
  /** Ends in no slash. */
  readonly url: string;
  stop(): Promise<unknown>;
}

export interface NginxOptions {
  /** For its configuration and what it buffers. */
  readonly folder: string;
  /** Directives of the `http` block beside the server, such as an `upstream`. */
  readonly http?: string;
  /** Directives of the only server. */
  readonly server: string;
}

/** Debian's nginx on a free port of its own, as the user who runs the tests. */
export async function startNginx({ folder, http = '', server }: NginxOptions): Promise<Nginx> {
  const port = await freePort();
  const config = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/nginx-${kind};`)
    .join('\n  ');
  // A master that is root would hand its temporary folders to a user who may not enter `folder`.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  await writeFile(
    config,
    `${user}
daemon off;
pid ${folder}/nginx.pid;
error_log stderr crit;
worker_processes auto;
events {}
http {
  access_log off;
  ${temporary}
  ${http}
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 100m;
    ${server}
  }
}
`,
  );
  const child = spawn('nginx', ['-c', config, '-p', folder, '-e', 'stderr'], { stdio: 'inherit' });
  const url = `http://127.0.0.1:${port}`;
  for (const started = Date.now(); !(await reachable(url)); await sleep(50))
    if (child.exitCode !== null || Date.now() - started > WITHIN_MS)
      throw new Error('nginx did not start; its message is above');
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill();
      }),
  };
}

async function reachable(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}
