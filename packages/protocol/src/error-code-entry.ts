/**
 * Every `code` that can reach `on_error` or the body of an error reply. docs/error-codes.md is generated from these tables.
 * `origin`: who raises it. `cause`: what happened. `integrator`: what the site's developer or operator does about it.
 * What the person sees is the text of the same name in each language pack. `retryable`: trying again may help.
 */
export interface ErrorCodeEntry {
  readonly code: string;
  readonly origin: 'sdk' | 'adapter' | 'both';
  readonly cause: string;
  readonly integrator: string;
  readonly retryable: boolean;
}

/** One row of a table. */
export function errorCode<const C extends string>(
  code: C,
  origin: ErrorCodeEntry['origin'],
  cause: string,
  integrator: string,
  retryable: boolean,
): ErrorCodeEntry & { readonly code: C } {
  return { code, origin, cause, integrator, retryable };
}
