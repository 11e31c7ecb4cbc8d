import { AdapterError } from '../model/adapter-error.ts';

/**
 * Any thrown value as an AdapterError. Express and its body parsers throw errors with an HTTP status of their own, and
 * those that blame the client keep their meaning; all else is internal, and its message is not for the page.
 */
export function asAdapterError(error: unknown): AdapterError {
  if (error instanceof AdapterError) return error;
  switch (clientStatusOf(error)) {
    case 400:
      return new AdapterError('request_invalid', 'The request is malformed and could not be read.', {
        cause: error,
      });
    case 404:
      return new AdapterError('not_found', 'There is nothing at this address.', { cause: error });
    case 413:
      return new AdapterError('container_too_large', 'The body of the request is too large.', {
        cause: error,
      });
    case 415:
      return new AdapterError('media_type_unsupported', 'The body has an encoding that is not accepted.', {
        cause: error,
      });
    default:
      return new AdapterError(
        'internal_error',
        'Something unforeseen went wrong in the adapter. Its log has more under this event_session_id.',
        { cause: error },
      );
  }
}

/** http-errors set `status` and blame the client by `expose`; the router sets only `status`, for an address it cannot decode. */
function clientStatusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  const blamed = 'expose' in error ? error.expose === true : error.status < 500;
  return blamed ? error.status : undefined;
}
