import { isDeepStrictEqual } from 'node:util';
import { startTestAdapter } from '../adapter-under-test.ts';
import { startOzBackend } from '../oz-backend.ts';
import { containerFuzzer } from './fuzz-containers.ts';
import { headerFuzzer } from './fuzz-headers.ts';
import { licenceFuzzer } from './fuzz-licences.ts';
import { movieFuzzer } from './fuzz-movies.ts';
import { tokenFuzzer } from './fuzz-tokens.ts';
import { judgeMemory, type MemorySample, type MemoryVerdict, memorySampler } from './memory-watch.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';

/** One kind of input. Each case says what it came to, or throws with what must not be. */
export interface Fuzzer {
  next(random: SeededRandom): Promise<string>;
  /** From time to time and after the last case: whatever can only be judged later. Lets go of what is judged. */
  settle(): Promise<void>;
}

export interface FuzzReport {
  readonly cases: number;
  /** By kind and what it came to, as `container: container_malformed`. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Each with the number of its case; the seed repeats it. */
  readonly violations: readonly string[];
  readonly seconds: number;
  readonly samples: readonly MemorySample[];
  /** Undefined when there were too few cases to tell. */
  readonly memory: MemoryVerdict | undefined;
}

export interface FuzzOptions {
  readonly seed: number;
  readonly cases: number;
  /** Hears of each sample as it is taken. */
  readonly onSample?: (sample: MemorySample) => void;
}

/** Cases between two samples of memory. */
const SAMPLE_EVERY = 500;
/** Longest a case may take, ms; beyond it the adapter hangs. */
const HANG_MS = 20_000;

/**
 * Sends changed containers, manifests, tokens, licences and headers to an adapter in this process. Allowed is a refusal
 * with a code of ours; a crash, an answer of 5xx, silence, and anything accepted whose content differs from what was signed are not.
 */
export async function fuzzAdapter({ seed, cases, onSample }: FuzzOptions): Promise<FuzzReport> {
  const backend = await startOzBackend();
  const adapter = await startTestAdapter(backend.apiUrl, {
    config: { log_level: 'error', video_file_format: 'mov' },
  });
  const kinds: readonly (readonly [string, Fuzzer])[] = [
    ['container', containerFuzzer(adapter, backend, 'bytes')],
    ['container', containerFuzzer(adapter, backend, 'bytes')],
    ['manifest', containerFuzzer(adapter, backend, 'manifest')],
    ['movie', await movieFuzzer(adapter, backend)],
    ['token', await tokenFuzzer(adapter)],
    ['licence', await licenceFuzzer()],
    ['header', headerFuzzer(adapter)],
  ];
  const outcomes: Record<string, number> = {};
  const violations: string[] = [];
  const started = performance.now();
  const sample = memorySampler();
  const samples: MemorySample[] = [];
  const judge = async (name: string, run: () => Promise<string>) => {
    const outcome = await withinTime(run()).catch((error: unknown) => {
      const said = error instanceof Error ? error.message : String(error);
      violations.push(`${name}: ${said} ${adapter.logs.slice(-2).join('')}`);
      return 'violation';
    });
    const key = `${name.replace(/ .*/, '')}: ${outcome}`;
    outcomes[key] = (outcomes[key] ?? 0) + 1;
  };
  const settleAll = async (index: number) => {
    for (const [name, fuzzer] of kinds)
      await judge(`${name} ${index}`, async () => {
        await fuzzer.settle();
        return 'settled';
      });
    const taken = sample(index);
    samples.push(taken);
    onSample?.(taken);
  };
  for (let index = 0; index < cases; index += 1) {
    const [name, fuzzer] = kinds[index % kinds.length] ?? ['', undefined];
    // Every case has a seed of its own, so that one can be repeated without those before it.
    const random = seededRandom(seed * 1_000_003 + index);
    if (fuzzer) await judge(`${name} ${index}`, () => fuzzer.next(random));
    if ((index + 1) % SAMPLE_EVERY === 0) await settleAll(index + 1);
  }
  if (cases % SAMPLE_EVERY !== 0) await settleAll(cases);
  await judge('adapter end', async () => {
    if ((await adapter.call('/healthz')).status !== 200) throw new Error('it is not healthy any more');
    return 'end';
  });
  await adapter.remove();
  await backend.stop();
  const seconds = (performance.now() - started) / 1000;
  return { cases, outcomes, violations, seconds, samples, memory: judgeMemory(samples) };
}

async function withinTime<T>(run: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer: it hangs')), HANG_MS);
  });
  return Promise.race([run, late]).finally(() => clearTimeout(timer));
}

/** What a reply came to; throws for what no input may cause. */
export async function outcomeOf(reply: Response): Promise<string> {
  const body = await reply.text();
  if (reply.status >= 500) throw new Error(`${reply.status} ${body.slice(0, 300)}`);
  if (reply.ok) return 'accepted';
  const { code }: { code?: unknown } = JSON.parse(body);
  if (typeof code !== 'string') throw new Error(`a refusal without a code: ${body.slice(0, 300)}`);
  return code;
}

export function requireSame(what: string, actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) throw new Error(`${what} was accepted and differs`);
}
