import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Another process over the same session store, as a replica is. */
export interface SessionRacer {
  /** Starts work; session-racer.mjs says what it can do. */
  order(line: string): void;
  /** Resolves once it has told this line; rejects if it fails or ends before. */
  told(line: string): Promise<void>;
  /** Updates of the session that it knows to be done. */
  added(id: string): number;
  /** As `kill -9` does; nothing if it is dead. */
  kill(): Promise<void>;
}

/** Resolves once the process has the store open. `redisUrl` null: files. */
export async function startSessionRacer(place: {
  readonly folder: string;
  readonly redisUrl: string | null;
}): Promise<SessionRacer> {
  const script = fileURLToPath(new URL('./session-racer.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(place)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = once(child, 'close');
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  const told = (line: string) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        const found = printed.includes(`${line}\n`);
        const failed = /^failed .*/m.exec(printed)?.[0];
        if (!found && failed === undefined && !ended()) return;
        child.stdout.off('data', check);
        child.off('close', check);
        if (found) resolve();
        else reject(new Error(failed ?? `the process ended before it told "${line}"`));
      };
      child.stdout.on('data', check);
      child.on('close', check);
      check();
    });
  await told('ready');
  return {
    order: (line) => void child.stdin.write(`${line}\n`),
    told,
    added: (id) => printed.split(`added ${id} `).length - 1,
    kill: async () => {
      if (!ended()) child.kill('SIGKILL');
      await gone;
    },
  };
}
