import { hostname } from 'node:os';
import * as z from 'zod';
import { hasCode } from './atomic-file.ts';

/** Names this process even if its number is used again, as in a restarted container. */
export function ourProcess() {
  return { host: hostname(), pid: process.pid, started: performance.timeOrigin };
}

/** True if a lease's content names a process of this host that is gone. */
export function leftByDeadProcess(content: string): boolean {
  const ours = ourProcess();
  const parsed = holderSchema.safeParse(parseJson(content));
  // Another host's process cannot be asked: only the lease's age tells.
  if (!parsed.success || parsed.data.host !== ours.host) return false;
  if (parsed.data.pid === ours.pid) return parsed.data.started !== ours.started;
  try {
    process.kill(parsed.data.pid, 0);
    return false;
  } catch (error) {
    return hasCode(error, 'ESRCH');
  }
}

const holderSchema = z.object({ host: z.string(), pid: z.number(), started: z.number() });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
