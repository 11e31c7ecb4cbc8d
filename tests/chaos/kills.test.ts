import { expect, it } from 'vitest';
import { killAndRestart } from './kill-and-restart.ts';

// `npm run bench chaos` is the long form of this.
it('loses and doubles no capture when adapter and engine are killed under load', async () => {
  const report = await killAndRestart({ kills: 4, clients: 2, seed: 20261122 });
  expect(report.kills.adapter).toBeGreaterThan(0);
  expect(report.kills.engine).toBeGreaterThan(0);
  expect(report.captures.length).toBeGreaterThanOrEqual(2);
  expect(new Set(report.captures.map(({ ending }) => ending))).toEqual(new Set(['finished']));
  expect(report.lost).toEqual([]);
  expect(report.doubled).toEqual([]);
}, 240_000);
