import { describe, expect, it } from 'vitest';
import { checkReplay } from './replay.ts';

describe('checkReplay', () => {
  it('refuses a file that was uploaded before', () => {
    expect(checkReplay(true)).toMatchObject({ score: 0, reasons: [{ code: 'media_seen_before' }] });
    expect(checkReplay(false)).toMatchObject({ score: 1, reasons: [] });
  });
});
