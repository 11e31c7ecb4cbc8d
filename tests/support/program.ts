import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Seconds in which this process ran: one that was halted meanwhile has waited for nothing. */
const READY_WITHIN_SECONDS = 120;

/** A program of the product, started as its users start it, from the built files. */
export interface Program {
  readonly url: string;
  readonly pid: number;
  /** Everything it has printed so far, for assertions on logs. */
  output(): string;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/**
 * Starts `node <script>` and resolves once it prints the line that says where it listens. `journal` gets all it prints, beside
 * what other programs that share it print, as it comes.
 */
export async function startProgram(
  script: string,
  env: Record<string, string>,
  ready: RegExp,
  args: readonly string[] = [],
  journal: string[] = [],
): Promise<Program> {
  // Nothing of the developer's own environment may leak into a test but what a program needs to run at all.
  const child = spawn(process.execPath, [script, ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      printed.push(chunk.toString());
      journal.push(chunk.toString());
    });
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`${script} ${why}:\n${printed.join('')}`));
    let waited = 0;
    const timer = setInterval(() => {
      waited += 1;
      if (waited < READY_WITHIN_SECONDS) return;
      clearInterval(timer);
      child.kill('SIGKILL');
      fail('was not ready in time');
    }, 1000);
    child.stdout.on('data', () => {
      const found = ready.exec(printed.join(''))?.[1];
      if (!found) return;
      clearInterval(timer);
      resolve(found);
    });
    child.once('exit', (code, signal) => {
      clearInterval(timer);
      fail(`ended (${signal ?? code})`);
    });
  });
  return {
    url,
    pid: child.pid ?? 0,
    output: () => printed.join(''),
    stop: (signal) => stop(child, signal ?? 'SIGTERM'),
  };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
  return child.exitCode;
}
