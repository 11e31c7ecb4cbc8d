import { expect, it } from 'vitest';
import { BufferPool } from './buffer-pool.ts';

it('hands out what was given back, no buffer twice at a time, and keeps no more than it may', () => {
  const pool = new BufferPool(16, 1);
  const [first, second] = [pool.take(), pool.take()];
  expect(first).not.toBe(second);
  expect(first).toHaveLength(16);
  pool.give(first);
  pool.give(second);
  expect(pool.take()).toBe(first);
  expect(pool.take()).not.toBe(second);
});
