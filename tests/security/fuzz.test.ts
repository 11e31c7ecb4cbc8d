import { expect, it } from 'vitest';
import { fuzzAdapter } from '../support/fuzz/fuzz-adapter.ts';

// A slice of what `npm run fuzz` does at length.
it('refuses mutated containers, manifests, tokens, licences and headers with a code of its own', async () => {
  const { violations, outcomes, cases } = await fuzzAdapter({ seed: 20261122, cases: 240 });
  expect(violations).toEqual([]);
  // The fuzzer reaches far: refusals of every stage, and some changes that change nothing.
  expect(Object.keys(outcomes).length).toBeGreaterThan(12);
  expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(cases);
});
