import { isIPv6 } from 'node:net';
import type { RequestHandler } from 'express';
import { AdapterError } from '../model/adapter-error.ts';
import type { RateCounter } from '../model/rate-counter.ts';
import { contextOf } from '../model/request-context.ts';

const MINUTE_MS = 60_000;

/** Calls in any fixed minute; 0 switches a limit off. */
export interface RateLimits {
  /** By client address; of IPv6 by the network of 64 bits, all of which one caller has. */
  readonly address: number;
  /** By origin of the page. */
  readonly origin: number;
}

/** At most so many calls a minute from one address, and from the pages of one origin together. */
export function rateLimit(perMinute: RateLimits, counter: RateCounter): RequestHandler {
  const require = async (limit: number, key: string, whose: string) => {
    if (limit === 0) return;
    const { calls, leftMs } = await counter.count(key, MINUTE_MS);
    if (calls <= limit) return;
    throw new AdapterError('rate_limited', `Too many sessions were opened from this ${whose}; wait.`, {
      retryAfterSeconds: Math.ceil(leftMs / 1000),
    });
  };
  return async (request, response, next) => {
    await require(perMinute.address, networkOf(request.ip ?? 'unknown'), 'address');
    const { origin } = contextOf(response);
    // An origin contains "://", which no address does: the two never share a count.
    if (origin !== undefined) await require(perMinute.origin, origin, 'origin');
    next();
  };
}

/** An IPv4 address as it is, of an IPv6 address the first four of its eight groups: `2001:db8:0:1::/64`. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail = ''] = plain.split('::');
  const groupsOf = (text: string) => text.split(':').filter((group) => group !== '');
  const [first, last] = [groupsOf(head), groupsOf(tail)];
  const left = Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...Array.from({ length: left }, () => '0'), ...last];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
