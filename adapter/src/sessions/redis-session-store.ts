import { randomUUID } from 'node:crypto';
import { AdapterError } from '../model/adapter-error.ts';
import { type Session, sessionSchema } from '../model/session.ts';
import type { Lease, SessionStore } from '../model/session-store.ts';
import { acquireRedisLease } from './redis-lease.ts';
import type { RedisLink } from './redis-link.ts';
import { CREATE_SESSION, DELETE_SESSION, REPLACE_SESSION } from './redis-scripts.data.ts';
import { SESSION_ID } from './session-id.ts';
import { MAX_REPLACE_TRIES } from './sessions.data.ts';
import { openSpoolFolder, type SpoolFolder } from './spool-folder.ts';
import { SpoolingStore } from './spooling-store.ts';

const INDEX = 'sessions';

/** Sessions in Redis, containers in `<folder>/spool` on a volume the replicas share. Changes are told to all replicas. */
export class RedisSessionStore extends SpoolingStore implements SessionStore {
  readonly kind = 'redis';
  readonly #link: RedisLink;
  /** Marks our own messages among those of all. */
  readonly #sender = randomUUID();

  private constructor(link: RedisLink, spool: SpoolFolder) {
    super(spool);
    this.#link = link;
    link.onMessage((message) => {
      const [sender, id] = message.split(' ');
      if (sender !== this.#sender && id !== undefined) this.tellListeners(id);
    });
  }

  /** The link is the caller's to close. Rejects if the folder cannot be used. */
  static async open(link: RedisLink, folder: string): Promise<RedisSessionStore> {
    return new RedisSessionStore(link, await openSpoolFolder(folder));
  }

  ping(): Promise<void> {
    return this.#link.ping();
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  async create(session: Session): Promise<void> {
    const { id } = session;
    const keys = [sessionKey(id), INDEX];
    const values = [id, JSON.stringify(session), randomUUID()];
    if ((await this.#link.run({ script: CREATE_SESSION, keys, values })) !== 1)
      throw new AdapterError('internal_error', `A session with the id ${id} exists already.`);
  }

  async read(id: string): Promise<Session | undefined> {
    const json = await this.#json(id);
    return json === null ? undefined : parse(json);
  }

  async update(id: string, change: (session: Session) => Session): Promise<Session> {
    try {
      for (let tries = 0; tries < MAX_REPLACE_TRIES; tries += 1) {
        const held = await this.#json(id);
        if (held === null)
          throw new AdapterError(
            'session_not_found',
            `The session ${id} is not known, or was deleted as old.`,
          );
        const changed = change(parse(held));
        const values = [held, JSON.stringify(changed), randomUUID()];
        const done = await this.#link.run({ script: REPLACE_SESSION, keys: [sessionKey(id)], values });
        if (done === 1) return changed;
      }
      throw new AdapterError('internal_error', `The session ${id} is changed by others all the time.`);
    } finally {
      this.#changed(id);
    }
  }

  list(): Promise<readonly string[]> {
    return this.#link.members(INDEX);
  }

  async delete(id: string): Promise<void> {
    await this.dropSpool(id);
    const keys = [sessionKey(id), leaseKey(id), INDEX];
    await this.#link.run({ script: DELETE_SESSION, keys, values: [id] });
    this.#changed(id);
  }

  acquireLease(id: string): Promise<Lease | undefined> {
    return acquireRedisLease(this.#link, leaseKey(id));
  }

  async #json(id: string): Promise<string | null> {
    return SESSION_ID.test(id) ? this.#link.field(sessionKey(id), 'json') : null;
  }

  #changed(id: string): void {
    this.tellListeners(id);
    this.#link.tell(`${this.#sender} ${id}`);
  }
}

const sessionKey = (id: string) => `session:${id}`;
const leaseKey = (id: string) => `lease:${id}`;

function parse(json: string): Session {
  return sessionSchema.parse(JSON.parse(json));
}
