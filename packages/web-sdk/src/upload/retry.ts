import { isRetryable, limitedSignal } from '@presence/protocol';
import { CaptureError } from '../model/capture-error.ts';

export interface RetryPolicy {
  /** Waits between attempts in milliseconds; the last one is repeated. */
  readonly waitsMs: readonly number[];
  /** No further attempt starts this long after the first one. */
  readonly giveUpAfterMs: number;
}

/** config.php and init.php: the person is looking at a spinner. */
export const START_POLICY: RetryPolicy = { waitsMs: [300, 900], giveUpAfterMs: 4000 };
/** request.php: the capture is made and must not be lost to a tunnel or a lift. */
export const UPLOAD_POLICY: RetryPolicy = { waitsMs: [500, 1000, 2000, 4000, 8000], giveUpAfterMs: 90_000 };
/** result.php: a missed poll costs nothing. */
export const RESULT_POLICY: RetryPolicy = { waitsMs: [500, 1000, 2000], giveUpAfterMs: 60_000 };

export interface RetryOptions {
  readonly policy: RetryPolicy;
  readonly signal: AbortSignal;
  /** Resolves once the browser says it is online; at once if it is. */
  whenOnline(signal: AbortSignal): Promise<void>;
  now(): number;
}

/** What to do again: the network or the adapter was away, or the adapter's error table says that trying again may help. */
export function worthRetrying(thrown: unknown): boolean {
  if (!(thrown instanceof CaptureError)) return false;
  if (thrown.code === 'adapter_unreachable') return true;
  const status = thrown.context.status;
  return isRetryable(thrown.code) && typeof status === 'number' && (status >= 500 || status === 429);
}

/**
 * Runs `attempt` until it succeeds, fails for good or the policy gives up; then the last error is thrown.
 * `attempt` is told how often it was tried before.
 */
export async function withRetries<T>(
  options: RetryOptions,
  attempt: (earlier: number) => Promise<T>,
): Promise<T> {
  const { policy, signal } = options;
  const startedMs = options.now();
  for (let earlier = 0; ; earlier += 1) {
    try {
      return await attempt(earlier);
    } catch (thrown) {
      signal.throwIfAborted();
      const spentMs = options.now() - startedMs;
      if (!worthRetrying(thrown) || spentMs >= policy.giveUpAfterMs) throw thrown;
      const waitMs = policy.waitsMs[Math.min(earlier, policy.waitsMs.length - 1)] ?? 0;
      await pause(waitMs, signal);
      const limit = limitedSignal(signal, Math.max(policy.giveUpAfterMs - spentMs, 0));
      await options
        .whenOnline(limit.signal)
        .catch(() => signal.throwIfAborted())
        .finally(limit.release);
    }
  }
}

/** @throws the signal's reason when aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** The browser's own view of the network. @throws the signal's reason when aborted. */
function whenOnline(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    if (navigator.onLine) return resolve();
    const ended = new AbortController();
    window.addEventListener(
      'online',
      () => {
        ended.abort();
        resolve();
      },
      { signal: ended.signal },
    );
    signal.addEventListener(
      'abort',
      () => {
        ended.abort();
        reject(signal.reason);
      },
      { signal: ended.signal },
    );
  });
}

/** Retry options of a running page. */
export function browserRetries(policy: RetryPolicy, signal: AbortSignal): RetryOptions {
  return { policy, signal, whenOnline, now: () => performance.now() };
}
