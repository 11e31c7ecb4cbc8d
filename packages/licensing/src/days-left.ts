import type { Licence } from './licence.ts';

const DAY_MS = 86_400_000;

/** Whole days until the licence expires, rounded down; negative once it has. `now` in milliseconds since the epoch. */
export function daysLeft(licence: Pick<Licence, 'expires_at'>, now: number): number {
  return Math.floor((Date.parse(licence.expires_at) - now) / DAY_MS);
}
