import { describe, expect, it } from 'vitest';
import { closers } from './closers.ts';

describe('closers', () => {
  it('closes all at the end and once, and what comes later at once', () => {
    const closed: string[] = [];
    const held = closers();
    held.push(() => closed.push('detector'));
    held.push(() => closed.push('camera'));
    expect(closed).toEqual([]);
    held.release();
    held.release();
    expect(closed).toEqual(['detector', 'camera']);
    held.push(() => closed.push('late camera'));
    expect(closed).toEqual(['detector', 'camera', 'late camera']);
  });
});
