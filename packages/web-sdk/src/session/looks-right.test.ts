import { LIMITS } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import { looksRight } from './looks-right.ts';
import { checkOpenOptions, openOptionsSchema } from './open-options.ts';

const entries = (count: number, length: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'x'.repeat(length)]));

/** One of each kind, and both sides of every limit. */
const VALUES: readonly unknown[] = [
  undefined,
  null,
  true,
  false,
  0,
  -1,
  1,
  40_000,
  3_600_000,
  3_600_001,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '',
  'en',
  'user',
  'environment',
  ...[35, 36, 4096, 4097, 8192, 8193].map((length) => 'x'.repeat(length)),
  [],
  ['video_selfie_left'],
  [1],
  [null],
  Array(LIMITS.maxActions).fill('video_selfie_left'),
  Array(LIMITS.maxActions + 1).fill('video_selfie_left'),
  {},
  entries(LIMITS.maxMetaKeys, LIMITS.maxMetaValueLength),
  entries(LIMITS.maxMetaKeys + 1, 1),
  entries(1, LIMITS.maxMetaValueLength + 1),
  { age: 3 },
  { age: null },
  { extract_best_shot: 'yes' },
  { extract_best_shot: true, verbose: 1 },
  { extract_best_shot: null },
  { show_document_pattern: 0 },
  { show_document_pattern: false },
  { face_ms: '5' },
  { face_ms: 0 },
  { gesture_ms: Number.POSITIVE_INFINITY, away_ms: 1 },
  () => undefined,
];

function isTaken(options: unknown): boolean {
  try {
    checkOpenOptions(options);
    return true;
  } catch {
    return false;
  }
}

describe('looksRight', () => {
  it.each([...Object.keys(openOptionsSchema.shape), 'debug'])(
    'says of every value of %s what the SDK will say',
    (key) => {
      for (const value of VALUES) {
        const options = { [key]: value };
        const said = `${key}: ${typeof value === 'function' ? 'function' : JSON.stringify(value)?.slice(0, 60)}`;
        expect(looksRight(options), said).toBe(isTaken(options));
      }
    },
  );

  it('and of every value in the place of the options', () => {
    for (const value of VALUES) expect(looksRight(value), typeof value).toBe(isTaken(value));
  });
});
