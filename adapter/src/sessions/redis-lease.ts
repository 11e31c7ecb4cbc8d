import { randomUUID } from 'node:crypto';
import type { Lease } from '../model/session-store.ts';
import { leftByDeadProcess, ourProcess } from './lease-holder.ts';
import type { RedisLink } from './redis-link.ts';
import { RELEASE_LEASE, TAKE_LEASE, TOUCH_LEASE } from './redis-scripts.data.ts';
import { REDIS_LEASE_MS, REDIS_LEASE_TOUCH_MS } from './sessions.data.ts';

/** A key that ends by itself unless its owner touches it; one left by a dead process of this host is taken over at once. */
export async function acquireRedisLease(link: RedisLink, key: string): Promise<Lease | undefined> {
  const holder = JSON.stringify({ ...ourProcess(), owner: randomUUID() });
  const take = (dead: string) =>
    link.run({ script: TAKE_LEASE, keys: [key], values: [holder, REDIS_LEASE_MS, dead] });
  if ((await take('')) !== 1) {
    const held = await link.get(key);
    if (held !== null && !leftByDeadProcess(held)) return undefined;
    if ((await take(held ?? '')) !== 1) return undefined;
  }
  const touch = setInterval(() => {
    link.run({ script: TOUCH_LEASE, keys: [key], values: [holder, REDIS_LEASE_MS] }).catch(() => undefined);
  }, REDIS_LEASE_TOUCH_MS);
  touch.unref();
  return {
    release: async () => {
      clearInterval(touch);
      // If Redis is away now, the lease ends by itself.
      await link.run({ script: RELEASE_LEASE, keys: [key], values: [holder] }).catch(() => undefined);
    },
  };
}
