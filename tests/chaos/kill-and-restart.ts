import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../support/face-video/seeded-random.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { type ChaosCapture, chaosFrames, patientCapture } from './patient-client.ts';

export interface ChaosOptions {
  /** How often a process is killed with SIGKILL. */
  readonly kills: number;
  /** Pages that capture at the same time, one capture after the other. */
  readonly clients: number;
  /** Decides who is killed when. */
  readonly seed: number;
}

export interface ChaosReport {
  readonly kills: { readonly adapter: number; readonly engine: number };
  readonly captures: readonly ChaosCapture[];
  /** Accepted captures of which the engine holds no folder, or one without its verdict. */
  readonly lost: readonly string[];
  /** Captures with more than one folder or more than one analysis. */
  readonly doubled: readonly string[];
  readonly seconds: number;
}

/** Longest time between two kills, ms; the shortest is 0, so a process may die while it starts to work again. */
const LONGEST_CALM_MS = 2500;

/** Kills adapter and engine at random moments while pages capture, then asks the engine what it holds. */
export async function killAndRestart({ kills, clients, seed }: ChaosOptions): Promise<ChaosReport> {
  const started = Date.now();
  const stack = await startStack({ config: { rate_limit_per_minute: 0 } });
  const done = new AbortController();
  const random = seededRandom(seed);
  const captures: ChaosCapture[] = [];
  const frames = await chaosFrames();
  const broken = new AbortController();
  try {
    const work = Array.from({ length: clients }, async () => {
      while (!done.signal.aborted) captures.push(await patientCapture(stack.url, frames, broken.signal));
    });
    // A client that fails ends the run at once instead of after the last kill.
    const failed = Promise.all(work).then(
      () => undefined,
      (thrown: unknown) => {
        done.abort();
        throw thrown;
      },
    );
    const counts = { adapter: 0, engine: 0 };
    const kill = async (): Promise<void> => {
      for (let i = 0; i < kills && !done.signal.aborted; i += 1) {
        await sleep(random() * LONGEST_CALM_MS);
        const victim = random() < 0.5 ? 'adapter' : 'engine';
        counts[victim] += 1;
        await killOne(stack, victim);
      }
      done.abort();
    };
    await Promise.all([kill(), failed]);
    return { kills: counts, captures, ...(await compare(stack, captures)), seconds: since(started) };
  } finally {
    broken.abort();
    await stack.stop();
  }
}

async function killOne(stack: Stack, victim: 'adapter' | 'engine'): Promise<void> {
  if (victim === 'adapter') {
    await stack.adapter.stop('SIGKILL');
    await stack.restartAdapter();
  } else {
    await stack.engine().stop('SIGKILL');
    await stack.startEngine();
  }
}

interface HeldFolder {
  readonly analyses: readonly { readonly state: string }[];
}

async function compare(
  stack: Stack,
  captures: readonly ChaosCapture[],
): Promise<Pick<ChaosReport, 'lost' | 'doubled'>> {
  const token = (await readFile(join(stack.dataDir, 'service-token'), 'utf8')).trim();
  const lost: string[] = [];
  const doubled: string[] = [];
  for (const { eventSessionId } of captures) {
    const query = `meta_data=event_session_id==${eventSessionId}&with_analyses=true`;
    const reply = await fetch(`${stack.engineUrl}/api/folders/?${query}`, {
      headers: { 'x-forensic-access-token': token },
    });
    const { items } = (await reply.json()) as { items: readonly HeldFolder[] }; // the listing's documented envelope
    const [folder] = items;
    if (folder?.analyses[0]?.state !== 'FINISHED') lost.push(eventSessionId);
    if (items.length > 1 || (folder?.analyses.length ?? 0) > 1) doubled.push(eventSessionId);
  }
  return { lost, doubled };
}

function since(startedMs: number): number {
  return (Date.now() - startedMs) / 1000;
}
