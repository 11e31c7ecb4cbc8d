import { describe, expect, it } from 'vitest';
import { FlatbufferView } from './flatbuffer-view.ts';
import { encodeImageMetadata } from './image-metadata.ts';

describe('encodeImageMetadata', () => {
  const bytes = encodeImageMetadata({
    name: 'Faces',
    description: 'finds them',
    mean: 127.5,
    deviation: 64,
    outputNames: ['boxes', 'scores'],
  });
  const view = new FlatbufferView(bytes);
  const [subgraph = 0] = view.tables(view.root(), 3);

  it('carries the identifier, names and version', () => {
    expect(Buffer.from(bytes).toString('latin1', 4, 8)).toBe('M001');
    expect([0, 1, 7].map((field) => view.text(view.root(), field))).toEqual(['Faces', 'finds them', '1.0.0']);
    expect(view.tables(subgraph, 3).map((output) => view.text(output, 0))).toEqual(['boxes', 'scores']);
  });

  it('says RGB image and how it is normalised', () => {
    const [input = 0] = view.tables(subgraph, 2);
    expect(view.text(input, 0)).toBe('image');
    const content = view.reference(input, 3) ?? 0;
    expect(view.int8(content, 0)).toBe(2);
    expect(view.int8(view.reference(content, 1) ?? 0, 0)).toBe(1);
    const [unit = 0] = view.tables(input, 4);
    expect(view.int8(unit, 0)).toBe(1);
    const normalization = view.reference(unit, 1) ?? 0;
    const data = new DataView(bytes.buffer, bytes.byteOffset);
    const single = (field: number) => data.getFloat32((view.reference(normalization, field) ?? 0) + 4, true);
    expect([single(0), single(1)]).toEqual([127.5, 64]);
  });
});
