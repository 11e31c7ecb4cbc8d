import { randomUUID } from 'node:crypto';
import { access, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdapterError,
  acceptCapture,
  acceptedSession,
  FileSessionStore,
  RedisLink,
  RedisSessionStore,
  type Session,
  type SessionStore,
} from '@presence/adapter';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { sessionRacesContract } from './session-races-contract.ts';

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
    traceparent: null,
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
    afterEach(async () => {
      await store.close();
      await peer.close();
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

    it('gives the place in the spool to exactly one of many uploads, and again once it is free', async () => {
      const take = async (one: SessionStore, content: string) => {
        const incoming = await one.incomingPath(session.id);
        await writeFile(incoming, content);
        return one.spool(session.id, incoming);
      };
      const taken = await Promise.all(
        Array.from({ length: 20 }, (_, index) => take(index % 2 ? store : peer, `upload ${index}`)),
      );
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect(await readFile(peer.spoolPath(session.id), 'utf8')).toBe(`upload ${taken.indexOf(true)}`);
      await store.dropSpool(session.id);
      expect(await take(peer, 'another')).toBe(true);
    });

    it('leaves nothing in the spool of a capture whose acceptance finds the disk full', async () => {
      const incoming = await store.incomingPath(session.id);
      await writeFile(incoming, 'a capture');
      // The real store but for the one write that no test can let the disk refuse at that very moment.
      const onFullDisk: Parameters<typeof acceptCapture>[0]['store'] = {
        read: (id) => store.read(id),
        spool: (id, path) => store.spool(id, path),
        dropSpool: (id) => store.dropSpool(id),
        acquireLease: (id) => store.acquireLease(id),
        update: () => Promise.reject(new AdapterError('storage_full', 'The disk is full.')),
      };
      const accepting = acceptCapture({ store: onFullDisk, clock: { now: () => 7 } }, session, incoming);
      await expect(accepting).rejects.toMatchObject({ code: 'storage_full' });
      await expect(access(store.spoolPath(session.id))).rejects.toThrow('ENOENT');
      expect((await store.read(session.id))?.state.kind).toBe('open');
    });

    describe('with a process killed between spool and session', () => {
      const upload = async (one: SessionStore, content: string) => {
        const path = await one.incomingPath(session.id);
        await writeFile(path, content);
        return acceptCapture({ store: one, clock: { now: () => 7 }, abandonedAfterMs: 300 }, session, path);
      };
      beforeEach(async () => {
        // All that the killed process had done.
        const incoming = await store.incomingPath(session.id);
        await writeFile(incoming, 'of the dead');
        await store.spool(session.id, incoming);
      });

      it('lets the next try of the same session take over', async () => {
        await upload(peer, 'next try');
        expect((await store.read(session.id))?.state).toMatchObject({ kind: 'accepted', acceptedAt: 7 });
        expect(await readFile(store.spoolPath(session.id), 'utf8')).toBe('next try');
      });

      it('lets one of several tries take over, and tells the others the truth', async () => {
        const tries = await Promise.allSettled([upload(peer, 'a'), upload(store, 'b'), upload(peer, 'c')]);
        const refused = tries.filter((one) => one.status === 'rejected');
        expect(refused).toHaveLength(2);
        for (const { reason } of refused) expect(reason).toMatchObject({ code: 'session_token_used' });
        expect((await store.read(session.id))?.state.kind).toBe('accepted');
      });

      it('takes nothing from an upload that is accepted after all', async () => {
        const next = upload(peer, 'next try');
        await store.update(session.id, (one) => acceptedSession(one, 5));
        await expect(next).rejects.toMatchObject({ code: 'session_token_used' });
        expect(await readFile(store.spoolPath(session.id), 'utf8')).toBe('of the dead');
      });

      it('refuses a late try when the capture has left the spool already', async () => {
        await store.update(session.id, (one) => ({
          ...acceptedSession(one, 5),
          state: { kind: 'finished', acceptedAt: 5, finishedAt: 6, folderId: 'f', analyses: [] },
        }));
        await store.dropSpool(session.id);
        await expect(upload(peer, 'late')).rejects.toMatchObject({ code: 'session_token_used' });
        await expect(access(store.spoolPath(session.id))).rejects.toThrow();
      });
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
      const incoming = await store.incomingPath(session.id);
      await writeFile(incoming, 'container');
      await store.spool(session.id, incoming);
      await peer.delete(session.id);
      expect(await store.read(session.id)).toBeUndefined();
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
sessionRacesContract(
  'FileSessionStore',
  { redisUrl: () => null, open: (at) => FileSessionStore.open(at) },
  newSession,
);

describe('with Redis', () => {
  let redis: RedisServer;
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(line) });
  const open = async (at = folder) => RedisSessionStore.open(await RedisLink.open(redis.url, logger), at);
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.remove());

  sessionStoreContract('RedisSessionStore', () => open());
  sessionRacesContract('RedisSessionStore', { redisUrl: () => redis.url, open }, newSession);

  it('lets no update of one replica overwrite that of another, and tells each of the other', async () => {
    const [store, peer] = [await open(), await open()];
    const session = newSession();
    await store.create(session);
    const heard = vi.fn();
    peer.onChange(session.id, heard);
    const add = (one: Session) => ({ ...one, refusedUploads: one.refusedUploads + 1 });
    await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? store : peer).update(session.id, add)));
    expect((await store.read(session.id))?.refusedUploads).toBe(10);
    // Five of its own, five it was told of.
    await expect.poll(() => heard.mock.calls.length).toBe(10);
    await store.close();
    await peer.close();
  });

  it('gives a lease up by itself when its holder no longer touches it', async () => {
    const link = await RedisLink.open(redis.url, logger);
    const store = await RedisSessionStore.open(link, folder);
    const { id } = newSession();
    const lease = await store.acquireLease(id);
    const left = Number(
      await link.run({ script: "return redis.call('PTTL', KEYS[1])", keys: [`lease:${id}`], values: [] }),
    );
    expect(left).toBeGreaterThan(10_000);
    expect(left).toBeLessThanOrEqual(15_000);
    await lease?.release();
    await store.close();
  });

  it('takes over the lease of a dead process of this host at once', async () => {
    const link = await RedisLink.open(redis.url, logger);
    const store = await RedisSessionStore.open(link, folder);
    const { id } = newSession();
    // Larger than any process number Linux gives out.
    const dead = JSON.stringify({ host: hostname(), pid: 2 ** 30, started: 1, owner: 'x' });
    const put = { script: "return redis.call('SET', KEYS[1], ARGV[1])", keys: [`lease:${id}`] };
    await link.run({ ...put, values: [dead.replace(hostname(), 'another-host')] });
    expect(await store.acquireLease(id)).toBeUndefined();
    await link.run({ ...put, values: [dead] });
    const taken = await store.acquireLease(id);
    expect(taken).toBeDefined();
    await taken?.release();
    await store.close();
  });

  it('says so while Redis is away, and goes on where it was when it is back', async () => {
    const store = await open();
    const session = newSession();
    await store.create(session);
    await redis.stop();
    await Promise.all([
      expect(store.read(session.id)).rejects.toMatchObject({ code: 'session_store_unavailable' }),
      expect(store.update(session.id, (one) => acceptedSession(one, 5))).rejects.toMatchObject({
        retryAfterSeconds: 2,
      }),
      expect(store.ping()).rejects.toThrow(/127\.0\.0\.1:\d+/),
      expect(open()).rejects.toThrow(/WA_REDIS_URL/),
    ]);
    await redis.start();
    await vi.waitFor(async () => expect(await store.read(session.id)).toEqual(session), { timeout: 30_000 });
    // What was refused was not done behind the caller's back.
    expect((await store.read(session.id))?.state.kind).toBe('open');
    expect(lines.join('')).toMatch(/is away/);
    expect(lines.join('')).toMatch(/is back/);
    expect(lines.join('')).not.toContain('of-the-tests');
    await store.close();
  });

  it('wants the password', async () => {
    await expect(RedisLink.open(redis.url.replace(':of-the-tests@', ''), logger)).rejects.toMatchObject({
      code: 'session_store_unavailable',
    });
  });
});

describe('FileSessionStore on disk', () => {
  it('takes over the lease of a dead process at once, of another host only when it is old', async () => {
    const store = await FileSessionStore.open(folder);
    const session = newSession();
    await store.create(session);
    const lease = join(folder, 'sessions', `${session.id}.lease`);
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
    await store.close();
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
