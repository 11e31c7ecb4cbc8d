import { isDeepStrictEqual } from 'node:util';
import { startTestAdapter } from '../adapter-under-test.ts';
import { startOzBackend } from '../oz-backend.ts';
import { containerFuzzer } from './fuzz-containers.ts';
import { headerFuzzer } from './fuzz-headers.ts';
import { licenceFuzzer } from './fuzz-licences.ts';
import { tokenFuzzer } from './fuzz-tokens.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';

/** One kind of input. Each case says what it came to, or throws with what must not be. */
export interface Fuzzer {
  next(random: SeededRandom): Promise<string>;
  /** After the last case: whatever can only be judged then. */
  finish(): Promise<void>;
}

export interface FuzzReport {
  readonly cases: number;
  /** By kind and what it came to, as `container: container_malformed`. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Each with the number of its case; the seed repeats it. */
  readonly violations: readonly string[];
  readonly seconds: number;
  /** Bytes of memory after a quarter of the cases, and at the end. */
  readonly memory: readonly [number, number];
}

export interface FuzzOptions {
  readonly seed: number;
  readonly cases: number;
}

/** Longest a case may take, ms; beyond it the adapter hangs. */
const HANG_MS = 20_000;

/**
 * Sends changed containers, manifests, tokens, licences and headers to an adapter in this process. Allowed is a refusal
 * with a code of ours; a crash, an answer of 5xx, silence, and anything accepted whose content differs from what was signed are not.
 */
export async function fuzzAdapter({ seed, cases }: FuzzOptions): Promise<FuzzReport> {
  const backend = await startOzBackend();
  const adapter = await startTestAdapter(backend.apiUrl, { config: { log_level: 'error' } });
  const kinds: readonly (readonly [string, Fuzzer])[] = [
    ['container', containerFuzzer(adapter, backend, 'bytes')],
    ['container', containerFuzzer(adapter, backend, 'bytes')],
    ['manifest', containerFuzzer(adapter, backend, 'manifest')],
    ['token', await tokenFuzzer(adapter)],
    ['licence', await licenceFuzzer()],
    ['header', headerFuzzer(adapter)],
  ];
  const outcomes: Record<string, number> = {};
  const violations: string[] = [];
  const started = performance.now();
  let quarter = 0;
  const judge = async (name: string, run: () => Promise<string>) => {
    const outcome = await withinTime(run()).catch((error: unknown) => {
      const said = error instanceof Error ? error.message : String(error);
      violations.push(`${name}: ${said} ${adapter.logs.slice(-2).join('')}`);
      return 'violation';
    });
    const key = `${name.replace(/ .*/, '')}: ${outcome}`;
    outcomes[key] = (outcomes[key] ?? 0) + 1;
  };
  for (let index = 0; index < cases; index += 1) {
    const [name, fuzzer] = kinds[index % kinds.length] ?? ['', undefined];
    // Every case has a seed of its own, so that one can be repeated without those before it.
    const random = seededRandom(seed * 1_000_003 + index);
    if (fuzzer) await judge(`${name} ${index}`, () => fuzzer.next(random));
    if (index === Math.floor(cases / 4)) quarter = process.memoryUsage().rss;
  }
  const memory = [quarter, process.memoryUsage().rss] as const;
  for (const [name, fuzzer] of kinds)
    await judge(`${name} end`, async () => {
      await fuzzer.finish();
      return 'end';
    });
  await judge('adapter end', async () => {
    if ((await adapter.call('/healthz')).status !== 200) throw new Error('it is not healthy any more');
    return 'end';
  });
  await adapter.remove();
  await backend.stop();
  return { cases, outcomes, violations, seconds: (performance.now() - started) / 1000, memory };
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
