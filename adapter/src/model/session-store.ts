import type { Session } from './session.ts';

/** Held by the one process that works on a session; lost when it dies, so that another may take over. */
export interface Lease {
  release(): Promise<void>;
}

/**
 * Where sessions and their spooled containers live. Safe for several processes: the place in the spool and a lease have
 * exactly one winner. Spooled containers are files on a volume all of them share, whatever keeps the sessions. Every id must be one
 * that `create` made; others are simply not found. A store that is away rejects with `session_store_unavailable`.
 */
export interface SessionStore {
  readonly kind: 'files' | 'redis';
  /** Rejects while the store cannot be used. */
  ping(): Promise<void>;
  /** Lets go of connections; the store is not used afterwards. */
  close(): Promise<void>;

  /** Rejects if a session of this id exists. */
  create(session: Session): Promise<void>;
  read(id: string): Promise<Session | undefined>;
  /** Replaces the session by what `change` returns; rejects with `session_not_found` if it is gone. */
  update(id: string, change: (session: Session) => Session): Promise<Session>;
  list(): Promise<readonly string[]>;
  /** Removes session, lease and spooled container. */
  delete(id: string): Promise<void>;

  /** A fresh path, on the spool's file system, to receive an upload into. */
  incomingPath(id: string): Promise<string>;
  /**
   * Moves a received and synced file into the spool, durably and in one step: whoever dies at it leaves it done or undone.
   * True for exactly one caller until the container is dropped; false, and nothing is changed, while there is one.
   */
  spool(id: string, incomingPath: string): Promise<boolean>;
  spoolPath(id: string): string;
  dropSpool(id: string): Promise<void>;

  /** Undefined if another process works on the session. */
  acquireLease(id: string): Promise<Lease | undefined>;

  /** Called after each change made through this store object; changes by other processes are seen if the store tells of them. */
  onChange(id: string, listener: () => void): () => void;
}
