import { describe, expect, it } from 'vitest';
import { fuzzAdapter } from '../support/fuzz/fuzz-adapter.ts';
import { judgeMemory } from '../support/fuzz/memory-watch.ts';

// A slice of what `npm run fuzz` does at length.
it('refuses mutated containers, manifests, tokens, licences and headers with a code of its own', async () => {
  const { violations, outcomes, cases } = await fuzzAdapter({ seed: 20261122, cases: 240 });
  expect(violations).toEqual([]);
  // The fuzzer reaches far: refusals of every stage, and some changes that change nothing.
  expect(Object.keys(outcomes).length).toBeGreaterThan(12);
  expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(cases);
});

describe('the verdict on memory', () => {
  /** Sixteen samples of 500 cases each; `live` gives bytes by sample. */
  const samples = (live: (index: number) => number) =>
    Array.from({ length: 16 }, (_, index) => ({ cases: (index + 1) * 500, rss: 0, live: live(index) }));

  it('is flat for what goes up and down, or grew only while it warmed up', () => {
    expect(judgeMemory(samples((index) => 60e6 + (index % 2) * 1e6))).toMatchObject({ flat: true });
    expect(judgeMemory(samples((index) => 60e6 + Math.min(index, 4) * 20e6))).toMatchObject({ flat: true });
  });

  it('is not flat for what leaks a little with every case, or much at once', () => {
    expect(judgeMemory(samples((index) => 60e6 + index * 500 * 1100))).toMatchObject({ flat: false });
    expect(judgeMemory(samples((index) => (index < 6 ? 60e6 : 80e6)))).toMatchObject({ flat: false });
  });

  it('is none after a few cases', () => {
    expect(judgeMemory(samples(() => 1).slice(0, 5))).toBeUndefined();
  });
});
