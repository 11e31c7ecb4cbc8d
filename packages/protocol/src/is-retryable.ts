import { ERROR_CODE_TABLE, type ErrorCode } from './error-codes.data.ts';

/** Whether trying the same thing again may help, as the error table says. */
export function isRetryable(code: ErrorCode): boolean {
  return ERROR_CODE_TABLE.find((entry) => entry.code === code)?.retryable ?? false;
}
