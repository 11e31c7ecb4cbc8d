import { access, constants, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AdapterError } from '../model/adapter-error.ts';
import { type Session, sessionSchema } from '../model/session.ts';
import type { Lease, SessionStore } from '../model/session-store.ts';
import { clearLeftovers, createFile, hasCode, removeFile, replaceFile } from './atomic-file.ts';
import { acquireFileLease } from './file-lease.ts';
import { awaitWriteLock, type WriteLock } from './file-lock.ts';
import { type LockHolder, openLockHolder } from './lock-holder.ts';
import { requireRoom } from './require-room.ts';
import { SESSION_ID } from './session-id.ts';
import { ORPHAN_INCOMING_MS } from './sessions.data.ts';
import { openSpoolFolder, type SpoolFolder } from './spool-folder.ts';
import { SpoolingStore } from './spooling-store.ts';

/** What processes that were killed leave beside the sessions. */
const LEFTOVERS = /\.(tmp|holder|breaking)$/;

/** Sessions as one JSON file each in `<folder>/sessions`, containers in `<folder>/spool`. */
export class FileSessionStore extends SpoolingStore implements SessionStore {
  readonly kind = 'files';
  readonly #sessions: string;
  /** Tail of the running writes per session. */
  readonly #writes = new Map<string, Promise<unknown>>();

  readonly #holder: LockHolder;

  private constructor(sessions: string, spool: SpoolFolder, holder: LockHolder) {
    super(spool);
    this.#sessions = sessions;
    this.#holder = holder;
  }

  /** Creates the folders (private to this user) and clears what dead uploads left. Rejects if it may not. */
  static async open(folder: string): Promise<FileSessionStore> {
    const spool = await openSpoolFolder(folder);
    const sessions = join(folder, 'sessions');
    await mkdir(sessions, { recursive: true, mode: 0o700 });
    await clearLeftovers(sessions, LEFTOVERS, ORPHAN_INCOMING_MS);
    return new FileSessionStore(sessions, spool, await openLockHolder(sessions));
  }

  async ping(): Promise<void> {
    await access(this.#sessions, constants.W_OK);
  }

  close(): Promise<void> {
    return this.#holder.close();
  }

  async create(session: Session): Promise<void> {
    await requireRoom(this.#sessions);
    if (!(await createFile(this.#file(session.id, 'json'), JSON.stringify(session))))
      throw new AdapterError('internal_error', `A session with the id ${session.id} exists already.`);
  }

  async read(id: string): Promise<Session | undefined> {
    if (!SESSION_ID.test(id)) return undefined;
    const text = await readFile(this.#file(id, 'json'), 'utf8').catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    });
    return text === undefined ? undefined : sessionSchema.parse(JSON.parse(text));
  }

  async update(id: string, change: (session: Session) => Session): Promise<Session> {
    if (!SESSION_ID.test(id)) throw unknown(id);
    try {
      return await this.#alone(id, (lock) => this.#replace(id, change, lock));
    } finally {
      this.tellListeners(id);
    }
  }

  async #replace(id: string, change: (session: Session) => Session, lock: WriteLock): Promise<Session> {
    const session = await this.read(id);
    if (session === undefined) throw unknown(id);
    const changed = change(session);
    await replaceFile(this.#file(id, 'json'), JSON.stringify(changed), lock.requireOurs);
    return changed;
  }

  /** One at a time in this process, so that only one competes with other processes for the lock. */
  async #alone<T>(id: string, write: (lock: WriteLock) => Promise<T>): Promise<T> {
    const before = this.#writes.get(id) ?? Promise.resolve();
    const locked = async () => {
      const lock = await awaitWriteLock(this.#file(id, 'lock'), this.#holder);
      try {
        return await write(lock);
      } finally {
        await lock.release();
      }
    };
    const run = before.then(locked, locked);
    this.#writes.set(id, run);
    try {
      return await run;
    } finally {
      if (this.#writes.get(id) === run) this.#writes.delete(id);
    }
  }

  async list(): Promise<readonly string[]> {
    const names = await readdir(this.#sessions);
    return names
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -'.json'.length))
      .filter((id) => SESSION_ID.test(id));
  }

  async delete(id: string): Promise<void> {
    await this.dropSpool(id);
    if (SESSION_ID.test(id))
      await this.#alone(id, async () => {
        for (const kind of ['json', 'lease'] as const) await removeFile(this.#file(id, kind));
      });
    this.tellListeners(id);
  }

  acquireLease(id: string): Promise<Lease | undefined> {
    return acquireFileLease(this.#file(id, 'lease'), this.#holder);
  }

  #file(id: string, kind: 'json' | 'lease' | 'lock'): string {
    return join(this.#sessions, `${id}.${kind}`);
  }
}

function unknown(id: string): AdapterError {
  return new AdapterError('session_not_found', `The session ${id} is not known, or was deleted as old.`);
}
