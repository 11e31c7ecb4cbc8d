import type { AdapterConfig } from '../model/adapter-config.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import type { RateCounter } from '../model/rate-counter.ts';
import type { SessionStore } from '../model/session-store.ts';
import { FileSessionStore } from './file-session-store.ts';
import { memoryRateCounter } from './memory-rate-counter.ts';
import { RedisLink } from './redis-link.ts';
import { redisRateCounter } from './redis-rate-counter.ts';
import { RedisSessionStore } from './redis-session-store.ts';

export interface SessionStorage {
  readonly store: SessionStore;
  /** Shared by the replicas if the store is Redis, else of this process. */
  readonly rateCounter: RateCounter;
}

/** Redis if `redis_url` is set, else files. Rejects if it cannot be used. */
export async function openSessionStorage(
  { redis_url }: Pick<AdapterConfig, 'redis_url'>,
  folder: string,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Promise<SessionStorage> {
  if (redis_url === null)
    return { store: await FileSessionStore.open(folder), rateCounter: memoryRateCounter(clock) };
  const link = await RedisLink.open(redis_url, logger);
  try {
    return { store: await RedisSessionStore.open(link, folder), rateCounter: redisRateCounter(link) };
  } catch (error) {
    await link.close();
    throw error;
  }
}
