import { describe, expect, it } from 'vitest';
import { parseTemplate, templateBytes } from './template-bytes.ts';

const template = { model: 'fr_feature é 1', embedding: new Float32Array([0.6, 0, -0.8]) };

describe('a face template as bytes', () => {
  it('comes back to the last bit', () => {
    expect(parseTemplate(templateBytes(template), 'It')).toEqual(template);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['another file', Buffer.from('\x89PNG and more of it')],
    ['a cut one', templateBytes(template).subarray(0, -1)],
    ['one without numbers', templateBytes({ ...template, embedding: new Float32Array() })],
    ['one of another length', templateBytes({ ...template, embedding: new Float32Array([1, 1]) })],
    ['one of no numbers', templateBytes({ ...template, embedding: new Float32Array([Number.NaN]) })],
    ['an endless one', templateBytes({ ...template, embedding: new Float32Array(5_000) })],
  ])('is not %s', (_name, bytes) => {
    expect(() => parseTemplate(bytes, 'File "a"')).toThrow(/File "a" is no face template/);
  });
});
