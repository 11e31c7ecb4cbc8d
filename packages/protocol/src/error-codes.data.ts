import { ADAPTER_ERROR_CODES } from './adapter-error-codes.data.ts';
import { SDK_ERROR_CODES } from './sdk-error-codes.data.ts';

export const ERROR_CODE_TABLE = [...SDK_ERROR_CODES, ...ADAPTER_ERROR_CODES] as const;

export type ErrorCode = (typeof ERROR_CODE_TABLE)[number]['code'];

export const ERROR_CODES: readonly [ErrorCode, ...ErrorCode[]] = [
  ERROR_CODE_TABLE[0].code,
  ...ERROR_CODE_TABLE.slice(1).map((entry) => entry.code),
];
