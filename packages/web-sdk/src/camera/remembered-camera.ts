import type { Facing } from './main-lens.ts';

/** The camera a person chose earlier on this site. Browsers renew device ids when a person clears a site's data. */
export interface RememberedCamera {
  /** Undefined when none was chosen, or when the browser keeps nothing. */
  get(facing: Facing): string | undefined;
  set(facing: Facing, deviceId: string): void;
  forget(facing: Facing): void;
}

/**
 * One choice for each adapter and direction, in the page's local storage. A browser that denies storage, or has none
 * left, only costs the memory.
 *
 * @param storage gives the storage; may throw, as `window.localStorage` does where a person has forbidden it.
 */
export function rememberedCamera(adapterUrl: string, storage: () => Storage): RememberedCamera {
  const key = (facing: Facing) => `presence.camera.${facing}@${adapterUrl}`;
  const tolerant = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch {
      return undefined;
    }
  };
  return {
    get: (facing) => tolerant(() => storage().getItem(key(facing)) ?? undefined),
    set: (facing, deviceId) => tolerant(() => storage().setItem(key(facing), deviceId)),
    forget: (facing) => tolerant(() => storage().removeItem(key(facing))),
  };
}
