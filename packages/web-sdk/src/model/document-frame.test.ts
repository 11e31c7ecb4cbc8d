import { describe, expect, it } from 'vitest';
import { DOCUMENT_STAGE, documentFrame, visiblePart } from './document-frame.ts';

describe('visiblePart', () => {
  it.each([
    [640, 480, { left: 0, top: 0, width: 640, height: 480 }],
    [1920, 1080, { left: 240, top: 0, width: 1440, height: 1080 }],
    [1080, 1920, { left: 0, top: 555, width: 1080, height: 810 }],
  ])('shows the middle of %i x %i', (width, height, part) => {
    expect(visiblePart(width, height)).toEqual(part);
  });
});

describe('documentFrame', () => {
  it('has the proportions of an ID-1 card, and lies inside the stage', () => {
    const { width, height } = documentFrame('photo_id_front');
    expect(width / height).toBeCloseTo(85.6 / 54, 2);
    for (const action of ['photo_id_back', 'photo_doc_custom'] as const) {
      const frame = documentFrame(action);
      expect(frame.left + frame.width).toBeLessThan(DOCUMENT_STAGE.width);
      expect(frame.top + frame.height).toBeLessThan(DOCUMENT_STAGE.height);
    }
  });
});
