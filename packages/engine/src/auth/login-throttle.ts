import type { Clock } from '../model/clock.ts';
import { LIFETIMES, MAX_FAILED_LOGINS, MAX_THROTTLED_ADDRESSES } from './lifetimes.data.ts';

interface Failures {
  readonly count: number;
  readonly since: number;
}

/** Slows down guessing of passwords, per e-mail address. Kept in memory: a restart forgets, an attacker cannot cause one. */
export class LoginThrottle {
  readonly #failures = new Map<string, Failures>();
  /** The last attempt of each address that is under way. */
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #now: Clock;

  constructor(now: Clock) {
    this.#now = now;
  }

  /** Attempts for one address one after the other: of many made at once each would find that none has failed yet. */
  async inTurn<T>(email: string, attempt: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(email) ?? Promise.resolve();
    const turn = before.then(attempt, attempt);
    this.#turns.set(email, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(email) === turn) this.#turns.delete(email);
    }
  }

  /** Seconds to wait before this address may try again; 0 if it may. */
  waitSeconds(email: string): number {
    const failures = this.#current(email);
    if (!failures || failures.count < MAX_FAILED_LOGINS) return 0;
    return Math.max(1, Math.ceil((failures.since + LIFETIMES.loginWindowMs - this.#now()) / 1000));
  }

  failed(email: string): void {
    const failures = this.#current(email);
    this.#failures.delete(email);
    this.#failures.set(email, { count: (failures?.count ?? 0) + 1, since: failures?.since ?? this.#now() });
    const oldest = this.#failures.keys().next();
    if (this.#failures.size > MAX_THROTTLED_ADDRESSES && !oldest.done) this.#failures.delete(oldest.value);
  }

  succeeded(email: string): void {
    this.#failures.delete(email);
  }

  #current(email: string): Failures | undefined {
    const failures = this.#failures.get(email);
    if (failures && failures.since + LIFETIMES.loginWindowMs > this.#now()) return failures;
    this.#failures.delete(email);
    return undefined;
  }
}
