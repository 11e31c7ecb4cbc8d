import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AdapterError } from '../model/adapter-error.ts';
import { type Session, sessionSchema } from '../model/session.ts';
import type { Lease, SessionStore } from '../model/session-store.ts';
import { createFile, hasCode, replaceFile, syncFolder } from './atomic-file.ts';
import { acquireFileLease } from './file-lease.ts';
import { ORPHAN_INCOMING_MS } from './sessions.data.ts';

const SESSION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Sessions as one JSON file each in `<folder>/sessions`, containers in `<folder>/spool`. */
export class FileSessionStore implements SessionStore {
  readonly #sessions: string;
  readonly #spool: string;
  readonly #incoming: string;
  readonly #changes = new EventEmitter();
  /** Tail of the running updates per session: read-modify-write must not interleave. */
  readonly #updates = new Map<string, Promise<unknown>>();

  private constructor(folder: string) {
    this.#sessions = join(folder, 'sessions');
    this.#spool = join(folder, 'spool');
    this.#incoming = join(folder, 'incoming');
    this.#changes.setMaxListeners(0);
  }

  /** Creates the folders (private to this user) and clears what dead uploads left. Rejects if it may not. */
  static async open(folder: string): Promise<FileSessionStore> {
    const store = new FileSessionStore(folder);
    try {
      for (const path of [store.#sessions, store.#spool, store.#incoming])
        await mkdir(path, { recursive: true, mode: 0o700 });
      await store.clearIncoming(Date.now());
    } catch (cause) {
      throw new AdapterError(
        'internal_error',
        `The data folder ${folder} cannot be used (${cause instanceof Error ? cause.message : String(cause)}). Set PRESENCE_DATA to a folder this user may write to.`,
        { cause },
      );
    }
    return store;
  }

  async create(session: Session): Promise<void> {
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
    const before = this.#updates.get(id) ?? Promise.resolve();
    const run = before.then(
      () => this.#replace(id, change),
      () => this.#replace(id, change),
    );
    this.#updates.set(id, run);
    try {
      return await run;
    } finally {
      if (this.#updates.get(id) === run) this.#updates.delete(id);
      this.#changes.emit(id);
    }
  }

  async #replace(id: string, change: (session: Session) => Session): Promise<Session> {
    const session = await this.read(id);
    if (session === undefined)
      throw new AdapterError('session_not_found', `The session ${id} is not known, or was deleted as old.`);
    const changed = change(session);
    await replaceFile(this.#file(id, 'json'), JSON.stringify(changed));
    return changed;
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
    for (const kind of ['json', 'claim', 'lease'] as const) await rm(this.#file(id, kind), { force: true });
    this.#changes.emit(id);
  }

  async claimUpload(id: string): Promise<boolean> {
    try {
      const claim = await open(this.#file(id, 'claim'), 'wx', 0o600);
      await claim.close();
      return true;
    } catch (error) {
      if (hasCode(error, 'EEXIST')) return false;
      throw error;
    }
  }

  async claimedAt(id: string): Promise<number | undefined> {
    return stat(this.#file(id, 'claim')).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    );
  }

  async releaseClaim(id: string): Promise<void> {
    await rm(this.#file(id, 'claim'), { force: true });
  }

  async incomingPath(id: string): Promise<string> {
    return join(this.#incoming, `${id}.${randomBytes(6).toString('hex')}`);
  }

  async spool(id: string, incomingPath: string): Promise<void> {
    await rename(incomingPath, this.spoolPath(id));
    await syncFolder(this.spoolPath(id));
  }

  spoolPath(id: string): string {
    return join(this.#spool, `${id}.zip`);
  }

  async dropSpool(id: string): Promise<void> {
    await rm(this.spoolPath(id), { force: true });
  }

  acquireLease(id: string): Promise<Lease | undefined> {
    return acquireFileLease(this.#file(id, 'lease'));
  }

  onChange(id: string, listener: () => void): () => void {
    this.#changes.on(id, listener);
    return () => this.#changes.off(id, listener);
  }

  /** Removes files of uploads that ended with their process. `now`: ms since the epoch. */
  async clearIncoming(now: number): Promise<void> {
    for (const name of await readdir(this.#incoming)) {
      const path = join(this.#incoming, name);
      const found = await stat(path).catch(() => undefined);
      if (found && now - found.mtimeMs > ORPHAN_INCOMING_MS) await rm(path, { force: true });
    }
  }

  #file(id: string, kind: 'json' | 'claim' | 'lease'): string {
    return join(this.#sessions, `${id}.${kind}`);
  }
}
