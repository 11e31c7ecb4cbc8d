import { expect, it } from 'vitest';
import { duplicateCounter } from './duplicate-counter.ts';

it.each([
  [[], { compared: 0, duplicates: 0, longest_run: 0 }],
  [[7], { compared: 0, duplicates: 0, longest_run: 1 }],
  [[1, 2, 3, 1], { compared: 3, duplicates: 0, longest_run: 1 }],
  [[1, 1, 2, 2, 2, 3], { compared: 5, duplicates: 3, longest_run: 3 }],
  [[5, 5, 5, 5], { compared: 3, duplicates: 3, longest_run: 4 }],
])('counts the repetitions in %j', (hashes, expected) => {
  const counter = duplicateCounter();
  for (const hash of hashes) counter.add(hash);
  expect(counter.counts()).toEqual(expected);
});
