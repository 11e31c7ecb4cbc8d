import type { Request } from 'express';

/** The address as the caller wrote it, without the query, which may hold personal data. */
export function addressOf(request: Request): string {
  return request.originalUrl.split('?', 1)[0] ?? '';
}
