import type { SeededRandom } from './seeded-random.ts';

/** Where a zip keeps what its readers believe. */
const ZIP_MARKS = ['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06', 'PK\x06\x06', 'manifest.json', '.jpg'];
const EDGES = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff];

/** One to three changes of a file's bytes: flipped, overwritten, removed, repeated, moved or cut off. */
export function mutatedBytes(random: SeededRandom, original: Buffer): Buffer {
  let bytes: Buffer = Buffer.from(original);
  for (let change = random.int(3); change >= 0; change -= 1) bytes = changedOnce(random, bytes);
  return bytes;
}

function changedOnce(random: SeededRandom, bytes: Buffer): Buffer {
  const at = placeIn(random, bytes);
  const length = 1 + random.int(64);
  const kind = random.int(7);
  if (kind === 0) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
  if (kind === 1) return Buffer.concat([bytes.subarray(0, at), random.bytes(length), bytes.subarray(at)]);
  if (kind === 2) return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
  if (kind === 3) return bytes.subarray(0, Math.max(1, at));
  if (kind === 4 && at + 4 <= bytes.length) bytes.writeUInt32LE(random.pick([0, ...EDGES]), at);
  else if (kind === 5) random.bytes(length).copy(bytes, at);
  else bytes[at] = (bytes[at] ?? 0) ^ (1 << random.int(8));
  return bytes;
}

/** Half of the time near a mark, where a change means something. */
function placeIn(random: SeededRandom, bytes: Buffer): number {
  const anywhere = random.int(Math.max(1, bytes.length));
  if (random.int(2) === 0) return anywhere;
  const mark = bytes.indexOf(random.pick(['PK\x01\x02', ...ZIP_MARKS]), anywhere, 'latin1');
  return mark < 0 ? anywhere : Math.min(bytes.length - 1, mark + random.int(46));
}

const ODD_VALUES: readonly [unknown, ...unknown[]] = [
  null,
  true,
  -1,
  1e308,
  2 ** 53,
  0.5,
  '',
  '../../etc/passwd',
  '\u0000',
  'x'.repeat(5000),
  [],
  {},
  { toString: null },
  [[[[[]]]]],
];

/** A copy of a JSON value with one place removed, repeated or given an odd value. */
export function mutatedJson(random: SeededRandom, original: unknown): unknown {
  const copy: unknown = structuredClone(original);
  let holder: unknown = copy;
  for (;;) {
    if (typeof holder !== 'object' || holder === null) return random.pick(ODD_VALUES);
    const keys = Object.keys(holder);
    const key = keys[random.int(keys.length)];
    if (key === undefined) return copy;
    const value: unknown = Reflect.get(holder, key);
    const deeper = typeof value === 'object' && value !== null && random.int(5) > 0;
    if (!deeper) return changeMember(random, holder, key, copy);
    holder = value;
  }
}

function changeMember(random: SeededRandom, holder: object, key: string, whole: unknown): unknown {
  const kind = random.int(4);
  if (kind === 0) Reflect.deleteProperty(holder, key);
  else if (kind === 1 && Array.isArray(holder)) holder.push(structuredClone(Reflect.get(holder, key)));
  else if (kind === 1) Reflect.set(holder, random.pick(['constructor', 'toString', 'extra']), 1);
  else Reflect.set(holder, key, random.pick(ODD_VALUES));
  return whole;
}

/** A copy of a text with some characters changed, moved, removed or put in; latin letters only, as headers want them. */
export function mutatedText(random: SeededRandom, original: string): string {
  return mutatedBytes(random, Buffer.from(original, 'latin1')).toString('latin1');
}
