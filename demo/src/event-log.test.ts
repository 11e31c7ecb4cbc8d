import { describe, expect, it } from 'vitest';
import { brief } from './event-log.ts';

describe('brief', () => {
  it('names images instead of printing them', () => {
    const frame = `data:image/jpeg;base64,${'A'.repeat(4096)}`;
    expect(brief({ best_frame: frame, frame_list: [frame, frame, frame, frame, frame] })).toBe(
      '{"best_frame":"3 kB image","frame_list":"5 entries"}',
    );
  });

  it('cuts what is too long for a line', () => {
    expect(brief({ message: 'x'.repeat(1000) })).toHaveLength(401);
  });
});
