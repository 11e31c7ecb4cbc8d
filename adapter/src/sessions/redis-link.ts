import { Redis } from 'ioredis';
import { AdapterError } from '../model/adapter-error.ts';
import type { Logger } from '../model/logger.ts';
import { REDIS_COMMAND_MS, REDIS_CONNECT_MS, REDIS_RETRY_MAX_MS, REDIS_TRIES } from './sessions.data.ts';

/** One script and what it works on; every key gets the prefix of this product. */
export interface ScriptCall {
  readonly script: string;
  readonly keys: readonly string[];
  readonly values: readonly (string | number)[];
}

const PREFIX = 'presence:';
const CHANNEL = `${PREFIX}changes`;

/**
 * The connection to Redis, restored for as long as the process runs. A call waits out a short gap; a longer one rejects it
 * with `session_store_unavailable`, which the page sees as "busy, try again".
 */
export class RedisLink {
  readonly #commands: Redis;
  readonly #subscriber: Redis;
  readonly #where: string;

  private constructor(url: string, logger: Logger) {
    const { hostname, port } = new URL(url);
    this.#where = `${hostname}:${port || '6379'}`;
    this.#commands = new Redis(url, OPTIONS);
    this.#subscriber = new Redis(url, OPTIONS);
    this.#report(logger);
  }

  /** Rejects if there is no Redis at that address, or it wants another password. */
  static async open(url: string, logger: Logger): Promise<RedisLink> {
    const link = new RedisLink(url, logger);
    try {
      await link.#commands.connect();
      await link.#subscriber.connect();
      await link.ping();
      await link.#subscriber.subscribe(CHANNEL);
      link.#subscribeAgain();
      return link;
    } catch (error) {
      await link.close();
      const cause = error instanceof AdapterError ? error.cause : error;
      throw new AdapterError(
        'session_store_unavailable',
        `Redis at ${link.#where} cannot be used (${textOf(cause)}). Start it and check WA_REDIS_URL, or unset that to keep sessions in files.`,
        { cause },
      );
    }
  }

  async ping(): Promise<void> {
    await this.#answer(() => this.#commands.ping());
  }

  run({ script, keys, values }: ScriptCall): Promise<unknown> {
    const all = [...keys.map((key) => PREFIX + key), ...values];
    return this.#answer(() => this.#commands.eval(script, keys.length, ...all));
  }

  get(key: string): Promise<string | null> {
    return this.#answer(() => this.#commands.get(PREFIX + key));
  }

  field(key: string, field: string): Promise<string | null> {
    return this.#answer(() => this.#commands.hget(PREFIX + key, field));
  }

  members(key: string): Promise<readonly string[]> {
    return this.#answer(() => this.#commands.smembers(PREFIX + key));
  }

  async remove(key: string): Promise<void> {
    await this.#answer(() => this.#commands.del(PREFIX + key));
  }

  /** Tells the other replicas; whoever misses it finds the change by reading. */
  tell(message: string): void {
    this.#commands.publish(CHANNEL, message).catch(() => undefined);
  }

  /** What the others tell, and our own messages too. */
  onMessage(listener: (message: string) => void): void {
    this.#subscriber.on('message', (_channel: string, message: string) => listener(message));
  }

  async close(): Promise<void> {
    this.#commands.disconnect();
    this.#subscriber.disconnect();
  }

  async #answer<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (cause) {
      throw new AdapterError(
        'session_store_unavailable',
        `Redis at ${this.#where} did not do its part (${textOf(cause)}); nothing was changed for sure. Try again.`,
        { cause, retryAfterSeconds: 2 },
      );
    }
  }

  /** Once for each loss and each return, not for each of the many attempts. */
  #report(logger: Logger): void {
    let away = false;
    this.#commands.on('error', (error: Error) => {
      if (!away) logger.error({ reason: textOf(error) }, `Redis at ${this.#where} is away; trying on`);
      away = true;
    });
    this.#commands.on('ready', () => {
      if (away) logger.info({}, `Redis at ${this.#where} is back`);
      away = false;
    });
    // Lost and found together with the other connection, which reports it.
    this.#subscriber.on('error', () => undefined);
  }

  /**
   * After every return of the connection. ioredis would do it itself, but drops the promise: a connection lost once more
   * before the answer is then an unhandled rejection, which ends the process.
   */
  #subscribeAgain(): void {
    this.#subscriber.on('ready', () => {
      this.#subscriber.subscribe(CHANNEL).catch(() => {
        // Refused on a connection that still stands: a new one tries again. On a lost one, its return does.
        if (this.#subscriber.status === 'ready') this.#subscriber.disconnect(true);
      });
    });
  }
}

const OPTIONS = {
  lazyConnect: true,
  autoResubscribe: false,
  connectTimeout: REDIS_CONNECT_MS,
  commandTimeout: REDIS_COMMAND_MS,
  maxRetriesPerRequest: REDIS_TRIES,
  retryStrategy: (times: number) => Math.min(times * 100, REDIS_RETRY_MAX_MS),
  // A replica that became read-only after a fail-over is left for the new primary.
  reconnectOnError: (error: Error) => error.message.startsWith('READONLY') && 2,
} as const;

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
