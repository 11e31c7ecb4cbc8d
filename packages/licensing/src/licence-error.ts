import type { ErrorCode } from '@presence/protocol';
import type { Licence } from './licence.ts';

export type LicenceErrorCode = Extract<ErrorCode, `license_${string}`> | 'licence_input_invalid';

export interface LicenceErrorOptions {
  readonly cause?: unknown;
  /** What the documented message does not say: where exactly, and what to do. Goes to the log, not to the page. */
  readonly detail?: string;
  readonly licence?: Licence;
}

/**
 * `license_*` carry one of the documented messages to the letter. `licence_input_invalid` is what the command line and
 * `issueLicence` throw on input they cannot use.
 */
export class LicenceError extends Error {
  override readonly name = 'LicenceError';
  readonly code: LicenceErrorCode;
  readonly detail: string | undefined;
  /** The licence, when it could be read. */
  readonly licence: Licence | undefined;

  constructor(code: LicenceErrorCode, message: string, options: LicenceErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.detail = options.detail;
    this.licence = options.licence;
  }
}

/** The four messages of the Oz administrator guide (Web SDK licence, errors); `<>` there holds the path. */
export const LICENCE_MESSAGES = {
  notFound: (path: string) => `License error. License at <${path}> not found`,
  invalid: (path: string) => `License error. Cannot parse license from <${path}>, invalid format`,
  expired: () => 'License error. Current date is later than license expiration date',
  originDenied: () => 'License error. Origin is not in the list permitted by license',
} as const;
