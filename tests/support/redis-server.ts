import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const READY_WITHIN_MS = 60_000;

/** Debian's Redis on a port of its own, with a log of its changes in a folder of its own, as replicas need it. */
export interface RedisServer {
  /** With the password it wants. */
  readonly url: string;
  /** Ends it, as a kill would unless told otherwise. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** The same port again. */
  start(): Promise<void>;
  /** Stops it and removes its folder. */
  remove(): Promise<void>;
}

export async function startRedis(): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'presence-redis-'));
  const port = await freePort();
  const password = 'of-the-tests';
  let child: ChildProcess | undefined;
  const start = async () => {
    const settings = {
      bind: '127.0.0.1',
      port,
      dir: folder,
      requirepass: password,
      save: '',
      appendonly: 'yes',
    };
    const args = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, String(value)]);
    child = spawn('redis-server', args, { stdio: ['ignore', 'ignore', 'inherit'] });
    for (const began = Date.now(); !(await answers(port)); await sleep(20))
      if (Date.now() - began > READY_WITHIN_MS) throw new Error('redis-server did not answer in time');
  };
  const stop = async (signal: NodeJS.Signals = 'SIGKILL') => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  await start();
  return {
    url: `redis://:${password}@127.0.0.1:${port}/0`,
    start,
    stop,
    remove: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
