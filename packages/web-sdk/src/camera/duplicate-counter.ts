import type { InjectionSignals } from '@presence/protocol';

/** Counts pictures that equal the one before. A sensor's noise makes that rare; a still image or a slow file does not. */
export interface DuplicateCounter {
  /** `hash` of the picture, as the tracker sends it. */
  add(hash: number): void;
  counts(): InjectionSignals['frames'];
}

export function duplicateCounter(): DuplicateCounter {
  let last: number | undefined;
  let compared = 0;
  let duplicates = 0;
  let run = 1;
  let longest = 0;
  return {
    add: (hash) => {
      if (last !== undefined) {
        compared += 1;
        if (hash === last) duplicates += 1;
        run = hash === last ? run + 1 : 1;
      }
      longest = Math.max(longest, run);
      last = hash;
    },
    counts: () => ({ compared, duplicates, longest_run: longest }),
  };
}
