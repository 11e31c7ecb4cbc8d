import { LIMITS, type ResultPayload, resultOperation } from '@presence/protocol';
import { CaptureError } from '../model/capture-error.ts';
import type { AdapterLink } from './adapter-link.ts';
import { callAdapter } from './call-adapter.ts';
import { browserRetries, RESULT_POLICY, withRetries } from './retry.ts';

/** Milliseconds to wait for a verdict; the slowest documented analysis takes eleven seconds, a full queue minutes. */
const VERDICT_LIMIT_MS = 180_000;

export interface ResultOptions {
  /** `results_polling_interval` in milliseconds: how often `onResult` is called while the analysis runs. */
  readonly intervalMs: number;
  readonly signal: AbortSignal;
  onResult(result: ResultPayload): void;
}

/**
 * `GET /result.php?wait=`: each call waits at the adapter for one polling interval, so the verdict arrives the moment it
 * exists and `onResult` still ticks as documented.
 *
 * @returns the final result, which `onResult` has been given too.
 * @throws CaptureError `result_timeout`, `analysis_failed`, or the adapter's code; the signal's reason.
 */
export async function awaitResult(link: AdapterLink, options: ResultOptions): Promise<ResultPayload> {
  const { signal } = options;
  const waitSeconds = Math.min(Math.max(Math.round(options.intervalMs / 1000), 1), LIMITS.maxWaitSeconds);
  const startedMs = performance.now();
  while (performance.now() - startedMs < VERDICT_LIMIT_MS) {
    const askedMs = performance.now();
    const result = await withRetries(browserRetries(RESULT_POLICY, signal), () =>
      callAdapter(link, {
        path: `${resultOperation.path}?wait=${waitSeconds}`,
        schema: resultOperation.answer.schema,
        timeoutMs: (waitSeconds + 15) * 1000,
        signal,
      }),
    );
    signal.throwIfAborted();
    options.onResult(result);
    if (result.state === 'finished') return result;
    if (result.state === 'failed') {
      throw new CaptureError('analysis_failed', 'The capture could not be analysed.');
    }
    await holdBack(askedMs, signal);
  }
  throw new CaptureError(
    'result_timeout',
    `No verdict within ${VERDICT_LIMIT_MS / 1000} s. The capture was accepted; look it up by transaction_id.`,
  );
}

/** An adapter (or a proxy) that does not hold the request must not be asked in a tight loop. */
async function holdBack(askedMs: number, signal: AbortSignal): Promise<void> {
  const least = 200;
  const spent = performance.now() - askedMs;
  if (spent < least) await new Promise((resolve) => setTimeout(resolve, least - spent));
  signal.throwIfAborted();
}
