import type { PastFrames } from '../model/frame-memory.ts';
import { REPLAY_CHECK } from './check-limits.data.ts';

/** Bits set in each value of a byte. */
const BITS = Uint8Array.from({ length: 256 }, (_, value) =>
  [...value.toString(2)].reduce((sum, bit) => sum + Number(bit), 0),
);

/**
 * The share of a media's frames that one past media holds in almost the same form, for the past media that holds most of
 * them, 0..1.
 *
 * @param own and past: hashes in hex.
 */
export function alikeShare(own: readonly string[], past: readonly PastFrames[]): number {
  const hashes = own.map(bytesOf);
  const shares = past.map((frames) => {
    const others = frames.map(bytesOf);
    const alike = hashes.filter((hash) => others.some((other) => isAlike(hash, other)));
    return alike.length / Math.max(1, hashes.length);
  });
  return Math.max(0, ...shares);
}

function isAlike(a: Uint8Array, b: Uint8Array): boolean {
  let different = 0;
  for (let at = 0; at < a.length; at += 1) different += BITS[(a[at] ?? 0) ^ (b[at] ?? 0)] ?? 0;
  return a.length === b.length && different <= REPLAY_CHECK.alikeBits;
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}
