import type { Clock } from '../model/clock.ts';
import type { FrameHashStore, FrameMemory } from '../model/frame-memory.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** How often what is too old is swept out. */
const SWEEP_MS = DAY_MS / 4;
/** Past media compared with a new one. */
const MOST_CANDIDATES = 20;
/** A clip has frames enough for one of them to have its key unchanged; a picture or two are also looked for one bit off. */
const FEW_FRAMES = 4;

/** Remembers frames for so many days. */
export function createFrameMemory(store: FrameHashStore, days: number, now: Clock): FrameMemory {
  let nextSweep = 0;
  return {
    async recall(mediaId, hashes) {
      const since = now() - days * DAY_MS;
      if (now() >= nextSweep) {
        nextSweep = now() + SWEEP_MS;
        await store.forgetBefore(since);
      }
      // Kept before it is asked: of two uploads at the same time, the later one sees the other.
      await store.keep(mediaId, hashes);
      return store.earlier(mediaId, { keys: keysOf(hashes), since, limit: MOST_CANDIDATES });
    },
  };
}

function keysOf(hashes: readonly string[]): string[] {
  const keys = hashes.map((hash) => hash.slice(0, 16));
  const all = keys.length < FEW_FRAMES ? keys.flatMap((key) => [key, ...oneBitOff(key)]) : keys;
  return [...new Set(all)];
}

function oneBitOff(key: string): string[] {
  const bits = BigInt(`0x${key}`);
  return Array.from({ length: 4 * key.length }, (_, bit) =>
    (bits ^ (1n << BigInt(bit))).toString(16).padStart(key.length, '0'),
  );
}
