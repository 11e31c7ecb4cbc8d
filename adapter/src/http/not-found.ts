import type { RequestHandler } from 'express';
import { AdapterError } from '../model/adapter-error.ts';
import { addressOf } from './address-of.ts';

/** After all routes: nothing answered. */
export function notFound(): RequestHandler {
  return (request) => {
    throw new AdapterError('not_found', `There is nothing at ${addressOf(request)}.`);
  };
}

/** At the end of one address's handlers: it exists, but not for this method. */
export function methodNotAllowed(...allowed: readonly [string, ...string[]]): RequestHandler {
  return (request, response) => {
    response.set('Allow', allowed.join(', '));
    throw new AdapterError(
      'method_not_allowed',
      `${addressOf(request)} does not take ${request.method}; it takes ${allowed.join(' and ')}.`,
    );
  };
}
