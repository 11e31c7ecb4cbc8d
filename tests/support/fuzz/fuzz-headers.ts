import type { AdapterUnderTest } from '../adapter-under-test.ts';
import { type Fuzzer, outcomeOf } from './fuzz-adapter.ts';
import { mutatedText } from './mutations.ts';

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);
const HEADERS: readonly [string, ...string[]] = [
  'origin',
  'referer',
  'sec-fetch-site',
  'traceparent',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-for',
  'authorization',
  'accept-encoding',
  'if-none-match',
  'content-type',
];

/** Request headers around `config.php`, which only a page of an allowed origin may read. */
export function headerFuzzer(adapter: AdapterUnderTest): Fuzzer {
  return {
    next: async (random) => {
      const headers = new Headers({ origin: adapter.url });
      const examples: readonly [string, ...string[]] = [
        adapter.url,
        'https://localhost.evil.com',
        'http://127.0.0.1:80@evil.com',
        'null',
        'same-origin',
        '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
        'gzip;q=1.0, br;q=0.5, *;q=0',
        'Bearer e30.e30.e30',
      ];
      for (let count = random.int(3); count >= 0; count -= 1) {
        const value = mutatedText(random, random.pick(examples)).replace(/[^\t\x20-\x7e\x80-\xff]/g, '');
        headers.set(random.pick(['origin', ...HEADERS]), value.slice(0, 2000));
      }
      const outcome = await outcomeOf(await adapter.call('/config.php', { headers, origin: null }));
      const origin = headers.get('origin') ?? '';
      if (outcome === 'accepted' && !isLocal(origin)) throw new Error(`a page of ${origin} was let in`);
      return outcome;
    },
    settle: async () => {},
  };
}

function isLocal(origin: string): boolean {
  return URL.canParse(origin) && LOCAL.has(new URL(origin).hostname);
}
