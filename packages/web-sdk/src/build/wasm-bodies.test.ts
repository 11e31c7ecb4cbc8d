import { describe, expect, it } from 'vitest';
import { formatRanges, parseRanges } from './index-ranges.ts';
import { bodySizes, keepFunctions, noteCalls } from './wasm-bodies.ts';

/** (module (memory 1) (func (export "a") (result i32) i32.const 7) (func (export "b") (result i32) (local i32) i32.const 9)) */
const MODULE = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7f],
  ...[0x03, 0x03, 0x02, 0x00, 0x00],
  ...[0x05, 0x03, 0x01, 0x00, 0x01],
  ...[0x07, 0x09, 0x02, 0x01, 0x61, 0x00, 0x00, 0x01, 0x62, 0x00, 0x01],
  ...[0x0a, 0x0d, 0x02, 0x04, 0x00, 0x41, 0x07, 0x0b, 0x06, 0x01, 0x01, 0x7f, 0x41, 0x09, 0x0b],
]);

async function exportsOf(module: Uint8Array) {
  const { instance } = await WebAssembly.instantiate(Uint8Array.from(module));
  return instance.exports as Record<'a' | 'b', () => number>; // what the module above exports
}

describe('keepFunctions', () => {
  it('leaves the kept ones as they are and lets the others trap', async () => {
    const { a, b } = await exportsOf(keepFunctions(MODULE, new Set([1])));
    expect(b()).toBe(9);
    expect(a).toThrow(WebAssembly.RuntimeError);
  });

  it('changes nothing when all are kept', () => {
    expect(keepFunctions(MODULE, new Set([0, 1]))).toEqual(MODULE);
  });

  it('says so when it is given something else', () => {
    expect(() => keepFunctions(new TextEncoder().encode('<!doctype html>'), new Set())).toThrow(
      /no WebAssembly module/,
    );
    expect(() => keepFunctions(MODULE.subarray(0, 40), new Set())).toThrow(/ends in the middle/);
  });
});

describe('noteCalls', () => {
  it('adds one store to each function, behind its local variables', () => {
    const added = [0x41, 0, 0x41, 1, 0x3a, 0x40, 1, 0].length;
    expect(bodySizes(MODULE)).toEqual([4, 6]);
    expect(bodySizes(noteCalls(MODULE))).toEqual([4 + added, 6 + added]);
    const [noted] =
      Buffer.from(noteCalls(MODULE))
        .toString('hex')
        .match(/01017f4101410\w{3}400100/) ?? [];
    expect(noted).toBe('01017f410141013a400100');
  });
});

describe('ranges of indices', () => {
  it('are short and lose nothing', () => {
    const indices = [8, 0, 1, 2, 5, 7];
    expect(formatRanges(indices)).toBe('0-2 5 7-8');
    expect([...parseRanges('0-2 5 7-8')]).toEqual([0, 1, 2, 5, 7, 8]);
    expect(formatRanges([])).toBe('');
    expect(parseRanges('').size).toBe(0);
  });
});
