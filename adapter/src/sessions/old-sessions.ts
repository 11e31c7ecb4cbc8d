import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import { needsDelivery, type Session } from '../model/session.ts';
import type { SessionStore } from '../model/session-store.ts';
import { SWEEP_EVERY_MS } from './sessions.data.ts';

export interface OldSessionsOptions {
  readonly store: SessionStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Age limit; counted from the session's last event, so that a page can still read a late failure. */
  readonly offsetMinutes: number;
}

/** Deletes one round of old sessions with their containers; answers how many. */
export async function deleteOldSessions(options: OldSessionsOptions): Promise<number> {
  const limit = options.clock.now() - options.offsetMinutes * 60_000;
  let deleted = 0;
  for (const id of await options.store.list()) {
    try {
      const session = await options.store.read(id);
      if (session === undefined || needsDelivery(session.state) || lastEvent(session) > limit) continue;
      await options.store.delete(id);
      deleted += 1;
    } catch (error) {
      options.logger.warn(
        { event_session_id: id, err: error },
        'an old session could not be read or deleted',
      );
    }
  }
  return deleted;
}

/** Deletes now and regularly; the returned function stops it. */
export function startDeletingOldSessions(options: OldSessionsOptions): () => void {
  const sweep = () => {
    deleteOldSessions(options)
      .then((deleted) => {
        if (deleted > 0) options.logger.info({ deleted }, 'old sessions deleted');
      })
      .catch((error: unknown) =>
        options.logger.error({ err: error }, 'old sessions could not be listed; check PRESENCE_DATA'),
      );
  };
  sweep();
  const timer = setInterval(sweep, SWEEP_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function lastEvent(session: Session): number {
  const { state } = session;
  if (state.kind === 'finished') return state.finishedAt;
  if (state.kind === 'failed') return state.failedAt;
  return session.createdAt;
}
