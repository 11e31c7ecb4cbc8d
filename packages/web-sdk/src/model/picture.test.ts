import { describe, expect, it } from 'vitest';
import { scaling } from './picture.ts';

describe('scaling', () => {
  it('leaves what is small enough alone, upright or not', () => {
    expect(scaling(640, 480)).toEqual({});
    expect(scaling(480, 640)).toEqual({});
  });

  it('brings the short side to 480 and keeps the shape', () => {
    expect(scaling(1280, 720)).toMatchObject({ resizeWidth: 853, resizeHeight: 480 });
    expect(scaling(1080, 1920)).toMatchObject({ resizeWidth: 480, resizeHeight: 853 });
  });
});
