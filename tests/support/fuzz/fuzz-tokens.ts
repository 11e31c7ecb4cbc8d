import type { AdapterUnderTest } from '../adapter-under-test.ts';
import { type Fuzzer, outcomeOf, requireSame } from './fuzz-adapter.ts';
import { mutatedJson, mutatedText } from './mutations.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Session tokens: changed characters, changed claims under the old signature, signatures taken away. */
export async function tokenFuzzer(adapter: AdapterUnderTest): Promise<Fuzzer> {
  const { init } = await adapter.open();
  const original = init.session_token;
  const [header = '', payload = '', signature = ''] = original.split('.');
  const changed = (random: SeededRandom, part: string) => encoded(mutatedJson(random, decoded(part)));
  const mutate = (random: SeededRandom): string => {
    const kind = random.int(4);
    if (kind === 0) return `${header}.${changed(random, payload)}.${signature}`;
    if (kind === 1) return `${changed(random, header)}.${payload}.${signature}`;
    if (kind === 2) return `${encoded({ alg: random.pick(['none', 'HS512', 'ES256']) })}.${payload}.`;
    return mutatedText(random, original).replace(/[^\x21-\x7e]/g, '~');
  };
  return {
    next: async (random) => {
      const token = mutate(random);
      const outcome = await outcomeOf(
        await adapter.call('/result.php', { headers: { authorization: `Bearer ${token}` } }),
      );
      // Base64 has spellings that mean the same; what they mean must be what was signed.
      if (outcome === 'accepted')
        requireSame('a token', token.split('.').slice(0, 2).map(decoded), [header, payload].map(decoded));
      return outcome;
    },
    settle: async () => {},
  };
}

function decoded(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value) ?? '').toString('base64url');
}
