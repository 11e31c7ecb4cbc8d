import type { FaceFrame } from '../model/clip-evidence.ts';

/** Narrowest opening of the eyes in a clip over the usual one: whether anybody blinked. */
export function eyesLeast(shown: readonly FaceFrame[]): number {
  const open = shown
    .map(({ face }) => face.measures.eyes.left + face.measures.eyes.right)
    .sort((a, b) => a - b);
  return (open[0] ?? 0) / Math.max(1e-6, open[Math.floor(open.length / 2)] ?? 0);
}
