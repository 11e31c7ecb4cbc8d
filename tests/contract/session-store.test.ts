import { randomUUID } from 'node:crypto';
import { access, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileSessionStore, type Session, type SessionStore } from '@presence/adapter';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

function newSession(): Session {
  return {
    version: 1,
    id: randomUUID(),
    origin: 'https://shop.example',
    createdAt: 1,
    uploadUntil: 2,
    deliverUntil: 3,
    nonce: 'n'.repeat(43),
    actions: ['video_selfie_left'],
    clientKey: { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) },
    meta: { transaction_id: 't' },
    extractBestShot: true,
    clientToken: null,
    backendSessionToken: null,
    refusedUploads: 0,
    state: { kind: 'open' },
  };
}

/** What every session store must do; `peer` opens a second one over the same place, as a replica would. */
function sessionStoreContract(name: string, open: () => Promise<SessionStore>): void {
  describe(name, () => {
    let store: SessionStore;
    let peer: SessionStore;
    let session: Session;

    beforeEach(async () => {
      store = await open();
      peer = await open();
      session = newSession();
      await store.create(session);
    });

    it('reads back what it was given, from every replica', async () => {
      expect(await store.read(session.id)).toEqual(session);
      expect(await peer.read(session.id)).toEqual(session);
      expect(await peer.list()).toContain(session.id);
    });

    it('does not create the same session twice', async () => {
      await expect(peer.create(session)).rejects.toMatchObject({ code: 'internal_error' });
    });

    it('knows nothing of ids it did not make, whatever they look like', async () => {
      for (const id of [randomUUID(), '../../etc/passwd', '', 'x'.repeat(300)])
        expect(await store.read(id)).toBeUndefined();
      await expect(store.update(randomUUID(), (one) => one)).rejects.toMatchObject({
        code: 'session_not_found',
      });
    });

    it('lets no update overwrite another', async () => {
      const add = (one: Session) => ({ ...one, refusedUploads: one.refusedUploads + 1 });
      await Promise.all(Array.from({ length: 20 }, () => store.update(session.id, add)));
      expect((await peer.read(session.id))?.refusedUploads).toBe(20);
    });

    it('gives the upload to exactly one of many claimants', async () => {
      const claims = Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? store : peer).claimUpload(session.id),
      );
      expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1);
      expect(await peer.claimedAt(session.id)).toBeGreaterThan(0);
      await store.releaseClaim(session.id);
      expect(await peer.claimedAt(session.id)).toBeUndefined();
      expect(await peer.claimUpload(session.id)).toBe(true);
    });

    it('leases a session to one at a time', async () => {
      const attempts = Array.from({ length: 10 }, (_, index) =>
        (index % 2 ? store : peer).acquireLease(session.id),
      );
      const held = (await Promise.all(attempts)).filter((lease) => lease !== undefined);
      expect(held).toHaveLength(1);
      expect(await peer.acquireLease(session.id)).toBeUndefined();
      await held[0]?.release();
      const next = await peer.acquireLease(session.id);
      expect(next).toBeDefined();
      await next?.release();
    });

    it('moves an upload into the spool, where every replica finds it', async () => {
      const incoming = await store.incomingPath(session.id);
      await writeFile(incoming, 'container');
      await store.spool(session.id, incoming);
      await expect(access(peer.spoolPath(session.id))).resolves.toBeUndefined();
      await expect(access(incoming)).rejects.toThrow();
    });

    it('deletes a session with all that belongs to it', async () => {
      await store.claimUpload(session.id);
      const incoming = await store.incomingPath(session.id);
      await writeFile(incoming, 'container');
      await store.spool(session.id, incoming);
      await peer.delete(session.id);
      expect(await store.read(session.id)).toBeUndefined();
      expect(await store.claimedAt(session.id)).toBeUndefined();
      await expect(access(store.spoolPath(session.id))).rejects.toThrow();
    });

    it('tells listeners of changes until they stop listening', async () => {
      let heard = 0;
      const stop = store.onChange(session.id, () => {
        heard += 1;
      });
      await store.update(session.id, (one) => one);
      expect(heard).toBe(1);
      stop();
      await store.update(session.id, (one) => one);
      expect(heard).toBe(1);
    });
  });
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'presence-sessions-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

sessionStoreContract('FileSessionStore', () => FileSessionStore.open(folder));

describe('FileSessionStore on disk', () => {
  it('takes over the lease of a dead process at once, of another host only when it is old', async () => {
    const store = await FileSessionStore.open(folder);
    const session = newSession();
    await store.create(session);
    const lease = join(folder, 'sessions', `${session.id}.lease`);
    const { hostname } = await import('node:os');
    // Larger than any process number Linux gives out.
    const dead = { host: hostname(), pid: 2 ** 30, started: 1, owner: 'x' };
    await writeFile(lease, JSON.stringify(dead));
    const taken = await store.acquireLease(session.id);
    expect(taken).toBeDefined();
    await taken?.release();

    await writeFile(lease, JSON.stringify({ ...dead, host: 'another-host' }));
    expect(await store.acquireLease(session.id)).toBeUndefined();
    const longAgo = new Date(Date.now() - 120_000);
    await utimes(lease, longAgo, longAgo);
    const later = await store.acquireLease(session.id);
    expect(later).toBeDefined();
    await later?.release();
    expect((await readdir(join(folder, 'sessions'))).sort()).toEqual([`${session.id}.json`]);
  });

  it('clears what uploads of a dead process left, and nothing younger', async () => {
    const store = await FileSessionStore.open(folder);
    const [old, young] = [await store.incomingPath(randomUUID()), await store.incomingPath(randomUUID())];
    await writeFile(old, 'x');
    await writeFile(young, 'x');
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    await utimes(old, longAgo, longAgo);
    await FileSessionStore.open(folder);
    await expect(access(old)).rejects.toThrow();
    await expect(access(young)).resolves.toBeUndefined();
  });
});
