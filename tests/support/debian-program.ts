import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a server from Debian's packages may take to answer, ms. */
const READY_WITHIN_MS = 60_000;

/** A server from Debian's packages (scripts/system-packages.mjs) that a test runs for itself. */
export interface DebianProgram {
  /** Its origin. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a program and resolves once `readyUrl` answers with success. */
export async function startDebianProgram(
  program: string,
  readyUrl: string,
  args: readonly string[],
): Promise<DebianProgram> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const printed: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  const failed = once(child, 'error');
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await answers(readyUrl))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop(child);
      throw new Error(`${program} was not ready:\n${printed.join('')}`);
    }
    await Promise.race([sleep(100), failed.then(([error]) => Promise.reject(error))]);
  }
  return { url: new URL(readyUrl).origin, stop: () => stop(child) };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (reply) => reply.ok,
    () => false,
  );
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}
