import { expect, it } from 'vitest';
import { threadCount } from './thread-count.ts';

it.each([
  [{ isolated: true, sameOrigin: true, cores: 2 }, 1],
  [{ isolated: true, sameOrigin: true, cores: 6 }, 3],
  [{ isolated: true, sameOrigin: true, cores: 16 }, 4],
  [{ isolated: true, sameOrigin: true, cores: 0 }, 1],
  [{ isolated: false, sameOrigin: true, cores: 8 }, 1],
  [{ isolated: true, sameOrigin: false, cores: 8 }, 1],
])('threadCount(%j) is %i', (surroundings, threads) => {
  expect(threadCount(surroundings)).toBe(threads);
});
