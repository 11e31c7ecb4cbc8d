import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session, SessionStore } from '@presence/adapter';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SessionRacer, startSessionRacer } from '../support/session-racer.ts';

export interface RacePlace {
  /** A function, as the server is started later. Null: files. */
  readonly redisUrl: () => string | null;
  open(folder: string): Promise<SessionStore>;
}

const TIMES = 150;

/**
 * What every session store must do between processes: replicas over one place, of which any may be killed at any moment. The
 * same two processes race throughout, and each dies in a test of its own.
 */
export function sessionRacesContract(name: string, place: RacePlace, newSession: () => Session): void {
  describe(`${name} between processes`, () => {
    let folder: string;
    let store: SessionStore;
    let first: SessionRacer;
    let second: SessionRacer;
    let session: Session;
    const addOne = () =>
      store.update(session.id, (one) => ({ ...one, refusedUploads: one.refusedUploads + 1 }));
    const count = async () => (await store.read(session.id))?.refusedUploads ?? 0;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'presence-races-'));
      store = await place.open(folder);
      const start = () => startSessionRacer({ folder, redisUrl: place.redisUrl() });
      [first, second] = await Promise.all([start(), start()]);
    });
    afterAll(async () => {
      await Promise.all([first.kill(), second.kill(), store.close()]);
      await rm(folder, { recursive: true });
    });
    beforeEach(async () => {
      session = newSession();
      await store.create(session);
    });

    it('loses no update when two add to the same session at once', async () => {
      for (const racer of [first, second]) racer.order(`add ${session.id} ${TIMES}`);
      await Promise.all([first, second].map((racer) => racer.told(`done ${session.id}`)));
      expect(await count()).toBe(2 * TIMES);
    });

    it('goes on at once when one is killed at its work, and keeps all that was told to be done', async () => {
      const { id } = session;
      second.order(`add ${id} ${TIMES}`);
      first.order(`add ${id} 1000000`);
      await first.told(`added ${id} 7`);
      await first.kill();
      await addOne();
      await second.told(`done ${id}`);
      const done = first.added(id) + TIMES + 1;
      // The killed one may have done one that it could not tell of.
      expect([done, done + 1]).toContain(await count());
    });

    it('takes over at once what a killed process was in the middle of', async () => {
      second.order(`lease ${session.id}`);
      await second.told(`leased ${session.id}`);
      second.order(`hold ${session.id}`);
      await second.told(`holding ${session.id}`);
      expect(await store.acquireLease(session.id)).toBeUndefined();
      await second.kill();
      const began = performance.now();
      await addOne();
      const lease = await store.acquireLease(session.id);
      expect(lease).toBeDefined();
      // If nobody asked whether the holder lives, it would be a minute.
      expect(performance.now() - began).toBeLessThan(15_000);
      await lease?.release();
      expect(await count()).toBe(1);
    });
  });
}
