import { access, constants, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AdapterError } from '../model/adapter-error.ts';
import { type Session, sessionSchema } from '../model/session.ts';
import type { Lease, SessionStore } from '../model/session-store.ts';
import { createFile, hasCode, removeFile, replaceFile } from './atomic-file.ts';
import { acquireFileLease } from './file-lease.ts';
import { SESSION_ID } from './session-id.ts';
import { openSpoolFolder, type SpoolFolder } from './spool-folder.ts';
import { SpoolingStore } from './spooling-store.ts';

/** Sessions as one JSON file each in `<folder>/sessions`, containers in `<folder>/spool`. */
export class FileSessionStore extends SpoolingStore implements SessionStore {
  readonly kind = 'files';
  readonly #sessions: string;
  /** Tail of the running updates per session: read-modify-write must not interleave. */
  readonly #updates = new Map<string, Promise<unknown>>();

  private constructor(folder: string, spool: SpoolFolder) {
    super(spool);
    this.#sessions = join(folder, 'sessions');
  }

  /** Creates the folders (private to this user) and clears what dead uploads left. Rejects if it may not. */
  static async open(folder: string): Promise<FileSessionStore> {
    const store = new FileSessionStore(folder, await openSpoolFolder(folder));
    await mkdir(store.#sessions, { recursive: true, mode: 0o700 });
    return store;
  }

  async ping(): Promise<void> {
    await access(this.#sessions, constants.W_OK);
  }

  async close(): Promise<void> {}

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
      this.tellListeners(id);
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
    for (const kind of ['json', 'lease'] as const) await removeFile(this.#file(id, kind));
    this.tellListeners(id);
  }

  acquireLease(id: string): Promise<Lease | undefined> {
    return acquireFileLease(this.#file(id, 'lease'));
  }

  #file(id: string, kind: 'json' | 'lease'): string {
    return join(this.#sessions, `${id}.${kind}`);
  }
}
