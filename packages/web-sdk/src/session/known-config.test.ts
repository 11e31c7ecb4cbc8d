import type { ClientConfig } from '@presence/protocol';
import { expect, it } from 'vitest';
import { knownConfig } from './known-config.ts';

it('keeps a configuration for a minute, and gives it away once', () => {
  let timeMs = 0;
  const known = knownConfig(() => timeMs);
  // What is in it does not matter here.
  const config = { use_for_liveness: true } as ClientConfig;
  expect(known.fresh()).toBeUndefined();
  known.know(config);
  timeMs = 59_999;
  expect([known.fresh(), known.take(), known.take(), known.fresh()]).toEqual([
    config,
    config,
    undefined,
    undefined,
  ]);
  known.know(config);
  timeMs = 120_000;
  expect(known.fresh()).toBeUndefined();
});
