import { AdapterError } from '../model/adapter-error.ts';
import { ozErrorSchema } from './oz-schemas.ts';

const MAX_MESSAGE = 200;

/** The backend answered with a status that is no success. */
export function failureOfStatus(status: number, body: string, headers: Headers): AdapterError {
  const reason = reasonOf(body);
  const context = { status, ...(reason === undefined ? {} : { reason }) };
  const retryAfterSeconds = Number(headers.get('retry-after')) || undefined;
  if (status === 429)
    return new AdapterError('rate_limited', 'The analysis backend asks to slow down.', {
      context,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  if (status === 408 || status === 504)
    return new AdapterError('backend_timeout', 'The analysis backend did not answer in time.', { context });
  if (status >= 500)
    return new AdapterError(
      'backend_unreachable',
      `The analysis backend answered ${status}; the capture waits and is sent again.`,
      { context, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
    );
  return new AdapterError(
    'backend_rejected',
    `The analysis backend refused the call with status ${status}; check api_token and the backend's log.`,
    { context },
  );
}

/** The call broke before a complete answer came. An abort by our own signal is passed on unchanged. */
export function failureOfCall(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted || error instanceof AdapterError) return error;
  if (error instanceof Error && error.name === 'TimeoutError')
    return new AdapterError('backend_timeout', 'The analysis backend did not answer in time.', {
      cause: error,
    });
  // fetch rejects with a TypeError for every network failure; anything else is a mistake of ours.
  if (!(error instanceof TypeError)) return error;
  return new AdapterError(
    'backend_unreachable',
    'The analysis backend could not be reached; check api_url. The capture waits and is sent again.',
    { cause: error },
  );
}

export function answerInvalid(call: string, cause?: unknown): AdapterError {
  return new AdapterError(
    'backend_answer_invalid',
    `The analysis backend answered ${call} with something that is not the Oz API; check api_url.`,
    { cause, context: { call } },
  );
}

/**
 * Whether waiting may help; everything else ends the delivery. A wrong token may be corrected while we wait; what our own disk
 * or system refuses now (too many open files, a volume that is away) it may do later, unless the file is gone.
 */
export function mayRecover(error: AdapterError, tokenIsOurs: boolean): boolean {
  if (error.code === 'internal_error') return isPassing(error.cause);
  if (error.code !== 'backend_rejected') return true;
  const { status } = error.context;
  return tokenIsOurs && (status === 401 || status === 403);
}

function isPassing(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  // Only errors of the system have a number beside their code.
  const ofSystem = 'errno' in cause && 'code' in cause;
  return ofSystem ? cause.code !== 'ENOENT' : isPassing(cause.cause);
}

function reasonOf(body: string): string | undefined {
  try {
    return ozErrorSchema.parse(JSON.parse(body)).error_message?.slice(0, MAX_MESSAGE);
  } catch {
    return undefined;
  }
}
