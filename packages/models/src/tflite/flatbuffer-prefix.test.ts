import { Builder } from 'flatbuffers';
import { describe, expect, it } from 'vitest';
import { type FlatbufferNode, type TableNode, writeFlatbufferPrefix } from './flatbuffer-prefix.ts';
import { FlatbufferView } from './flatbuffer-view.ts';

/** An existing file: a root table whose field 0 is the text "old". */
function existingFile(): Uint8Array {
  const builder = new Builder(64);
  const text = builder.createString('old');
  builder.startObject(1);
  builder.addFieldOffset(0, text, 0);
  builder.finish(builder.endObject(), 'OLD1');
  return builder.asUint8Array();
}

const OPTIONS = { identifier: 'NEW1', alignment: 64 };

describe('writeFlatbufferPrefix', () => {
  it('keeps the old bytes verbatim behind the new ones', () => {
    const old = existingFile();
    const file = writeFlatbufferPrefix({ kind: 'table', fields: [] }, old, OPTIONS);
    const start = file.length - old.length;
    expect(start % 64).toBe(0);
    expect(new Uint8Array(file.subarray(start))).toEqual(new Uint8Array(old));
    expect(file.toString('latin1', 4, 8)).toBe('NEW1');
  });

  it('writes fields that a reader finds, next to references into the old file', () => {
    const old = existingFile();
    const inner: TableNode = { kind: 'table', fields: [{ number: 1, kind: 'int8', value: -5 }] };
    const root: TableNode = {
      kind: 'table',
      fields: [
        { number: 4, kind: 'int8', value: 7 },
        { number: 0, kind: 'uint32', value: 3_000_000 },
        { number: 2, kind: 'reference', target: { kind: 'int32s', values: [1, -2, 3] } },
        { number: 5, kind: 'reference', target: { kind: 'text', text: 'zwölf' } },
        {
          number: 6,
          kind: 'reference',
          target: {
            kind: 'references',
            items: [inner, { kind: 'existing', position: new FlatbufferView(old).root() }],
          },
        },
      ],
    };
    const view = new FlatbufferView(writeFlatbufferPrefix(root, old, OPTIONS));
    const at = view.root();
    expect(view.int32(at, 0)).toBe(3_000_000);
    expect(view.field(at, 1)).toBeUndefined();
    expect(view.int32Vector(at, 2)).toEqual([1, -2, 3]);
    expect(view.int8(at, 4)).toBe(7);
    expect(view.text(at, 5)).toBe('zwölf');
    const [first, second] = view.tables(at, 6);
    expect(view.int8(first ?? 0, 1)).toBe(-5);
    expect(view.text(second ?? 0, 0)).toBe('old');
  });

  it('aligns byte vectors to 16', () => {
    const blob: FlatbufferNode = { kind: 'bytes', bytes: Buffer.from([9, 8, 7]) };
    const root: TableNode = { kind: 'table', fields: [{ number: 0, kind: 'reference', target: blob }] };
    const file = writeFlatbufferPrefix(root, existingFile(), OPTIONS);
    expect(file.indexOf(Buffer.from([3, 0, 0, 0, 9, 8, 7])) % 16).toBe(12);
  });

  it('lays out chosen nodes first and leaves gaps where asked', () => {
    const early: FlatbufferNode = { kind: 'text', text: 'early' };
    const late: FlatbufferNode = { kind: 'text', text: 'late' };
    const root: TableNode = {
      kind: 'table',
      fields: [
        { number: 0, kind: 'reference', target: late },
        { kind: 'gap' },
        { number: 2, kind: 'reference', target: early },
      ],
    };
    const file = writeFlatbufferPrefix(root, existingFile(), { ...OPTIONS, placeFirst: [early] });
    const view = new FlatbufferView(file);
    expect(file.indexOf('early')).toBeLessThan(file.indexOf('late'));
    expect((view.field(view.root(), 2) ?? 0) - view.root()).toBe(12);
    expect(view.field(view.root(), 1)).toBeUndefined();
  });

  it('refuses a reference that points backwards', () => {
    const parent: { kind: 'references'; items: FlatbufferNode[] } = { kind: 'references', items: [] };
    parent.items.push({ kind: 'table', fields: [{ number: 0, kind: 'reference', target: parent }] });
    const root: TableNode = { kind: 'table', fields: [{ number: 0, kind: 'reference', target: parent }] };
    expect(() => writeFlatbufferPrefix(root, existingFile(), OPTIONS)).toThrow(/point backwards/);
  });

  it('refuses to read a file that is cut off', () => {
    const file = existingFile();
    expect(() => new FlatbufferView(file.subarray(0, 2)).root()).toThrow(/cut off or not a TFLite model/);
    const view = new FlatbufferView(file.subarray(0, file.length - 4));
    expect(() => view.text(view.root(), 0)).toThrow(/cut off or not a TFLite model/);
  });
});
