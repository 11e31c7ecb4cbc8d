import type { RequestHandler } from 'express';

const PHP = /^(\/[a-z_-]+)\.php(?=\?|$)/;

/**
 * The documented addresses end in `.php`; both spellings mean the same. Routes are written without the ending, and this,
 * before all routes, takes it off.
 */
export function phpRewrite(): RequestHandler {
  return (request, _response, next) => {
    request.url = withoutPhp(request.url);
    next();
  };
}

export function withoutPhp(url: string): string {
  return url.replace(PHP, '$1');
}
