import { AdapterError } from '../model/adapter-error.ts';
import { MAX_UPLOADS_AT_ONCE, UPLOADS_RETRY_S } from './intake.data.ts';

/** Keeps one session from filling the disk with many uploads at once; each may grow to the limit before it is refused. */
export class UploadSlots {
  readonly #running = new Map<string, number>();

  /** Takes a slot; the caller gives it back with `leave`. Throws `rate_limited` when all are taken. */
  enter(sessionId: string): void {
    const running = this.#running.get(sessionId) ?? 0;
    if (running >= MAX_UPLOADS_AT_ONCE)
      throw new AdapterError(
        'rate_limited',
        `This session has ${running} uploads under way; wait until they end.`,
        { retryAfterSeconds: UPLOADS_RETRY_S },
      );
    this.#running.set(sessionId, running + 1);
  }

  leave(sessionId: string): void {
    const running = this.#running.get(sessionId) ?? 0;
    if (running > 1) this.#running.set(sessionId, running - 1);
    else this.#running.delete(sessionId);
  }
}
