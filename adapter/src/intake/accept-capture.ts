import { setTimeout as sleep } from 'node:timers/promises';
import { AdapterError } from '../model/adapter-error.ts';
import type { Clock } from '../model/clock.ts';
import { acceptedSession, type Session } from '../model/session.ts';
import type { SessionStore } from '../model/session-store.ts';
import { ABANDONED_SPOOL_MS, SPOOL_LOOK_MS } from './intake.data.ts';

type AcceptStore = Pick<SessionStore, 'read' | 'update' | 'spool' | 'dropSpool' | 'acquireLease'>;

export interface AcceptParts {
  readonly store: AcceptStore;
  readonly clock: Clock;
  /** Milliseconds; a test waits less. */
  readonly abandonedAfterMs?: number;
}

/**
 * Makes the verified, flushed file at `path` the session's capture: first it gets its place in the spool, which only one
 * file can, then the session says so. A process that dies in between leaves a place taken for nothing; the page was told
 * nothing, so its next try takes over.
 *
 * @throws AdapterError `session_token_used` if another upload was or is being accepted.
 */
export async function acceptCapture(parts: AcceptParts, session: Session, path: string): Promise<void> {
  if (await parts.store.spool(session.id, path)) return finish(parts, session);
  await untilAbandoned(parts, session.id);
  // Held by whoever delivers, so that nothing is taken away from under a delivery.
  const lease = await parts.store.acquireLease(session.id);
  if (lease === undefined) throw used();
  try {
    if (!(await isOpen(parts.store, session.id))) throw used();
    await parts.store.dropSpool(session.id);
    if (!(await parts.store.spool(session.id, path))) throw used();
    await finish(parts, session);
  } finally {
    await lease.release();
  }
}

/** Returns once the place in the spool was taken for so long that nobody can be about to accept what is there. */
async function untilAbandoned(parts: AcceptParts, id: string): Promise<void> {
  const { store, abandonedAfterMs = ABANDONED_SPOOL_MS } = parts;
  for (let waited = 0; waited < abandonedAfterMs; waited += SPOOL_LOOK_MS) {
    if (!(await isOpen(store, id))) throw used();
    await sleep(SPOOL_LOOK_MS);
  }
}

async function isOpen(store: AcceptStore, id: string): Promise<boolean> {
  return (await store.read(id))?.state.kind === 'open';
}

async function finish({ store, clock }: AcceptParts, { id, traceparent }: Session): Promise<void> {
  const { state } = await store
    .update(id, (current) => acceptedSession({ ...current, traceparent }, clock.now()))
    .catch(async (error: unknown) => {
      const code = error instanceof AdapterError ? error.code : undefined;
      // Else it would be taken up later, although the page was told that it is not.
      const unwritten = code === 'storage_full' && (await isOpen(store, id));
      if (code === 'session_not_found' || unwritten) await store.dropSpool(id);
      throw error;
    });
  if (state.kind === 'accepted') return;
  // The place was free again because another upload's capture has left it already.
  await store.dropSpool(id);
  throw used();
}

function used(): AdapterError {
  return new AdapterError(
    'session_token_used',
    'This session has already uploaded its capture; start a new session for another one.',
  );
}
