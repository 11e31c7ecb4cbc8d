import type { ClientConfig } from '@presence/protocol';

/** Milliseconds for which a configuration loaded ahead is used by `open()`. */
const FRESH_MS = 60_000;

/** A configuration that was loaded ahead. */
export interface KnownConfig {
  know(config: ClientConfig): void;
  /** Undefined when there is none, or an old one. */
  fresh(): ClientConfig | undefined;
  /** The same, once. */
  take(): ClientConfig | undefined;
}

export function knownConfig(now = () => performance.now()): KnownConfig {
  let known: { readonly config: ClientConfig; readonly atMs: number } | undefined;
  const fresh = () => (known !== undefined && now() - known.atMs < FRESH_MS ? known.config : undefined);
  return {
    know: (config) => {
      known = { config, atMs: now() };
    },
    fresh,
    take: () => {
      const taken = fresh();
      known = undefined;
      return taken;
    },
  };
}
