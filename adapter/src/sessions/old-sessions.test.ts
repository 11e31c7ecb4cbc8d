import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Session, SessionState } from '../model/session.ts';
import { FileSessionStore } from './file-session-store.ts';
import { deleteOldSessions } from './old-sessions.ts';

const MINUTE = 60_000;
const NOW = 1_000 * MINUTE;
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const retry = { attempts: 0, nextAttemptAt: 0, lastCode: null };

let folder: string;
let store: FileSessionStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'presence-old-'));
  store = await FileSessionStore.open(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function add(createdAt: number, state: SessionState): Promise<string> {
  const session: Session = {
    version: 1,
    id: randomUUID(),
    origin: 'https://shop.example',
    createdAt,
    uploadUntil: createdAt + 1,
    deliverUntil: createdAt + 1,
    nonce: 'n'.repeat(43),
    actions: [],
    clientKey: { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) },
    traceparent: null,
    meta: {},
    extractBestShot: true,
    clientToken: null,
    backendSessionToken: null,
    refusedUploads: 0,
    state,
  };
  await store.create(session);
  return session.id;
}

describe('deleteOldSessions', () => {
  it('deletes by the last event, and never what must still be delivered', async () => {
    const old = NOW - 121 * MINUTE;
    const recent = NOW - 119 * MINUTE;
    const analyses: [] = [];
    const finished = { kind: 'finished', acceptedAt: old, folderId: 'f', analyses } as const;
    const failed = { kind: 'failed', code: 'session_expired', message: '', context: {} } as const;
    const gone = [
      await add(old, { kind: 'open' }),
      await add(old, { ...finished, finishedAt: old }),
      await add(old, { ...failed, failedAt: old }),
    ];
    const kept = [
      await add(recent, { kind: 'open' }),
      await add(old, { ...finished, finishedAt: recent }),
      await add(old, { ...failed, failedAt: recent }),
      await add(old, { kind: 'accepted', acceptedAt: old, retry }),
    ];
    const options = { store, clock: { now: () => NOW }, logger: silent, offsetMinutes: 120 };
    expect(await deleteOldSessions(options)).toBe(gone.length);
    expect([...(await store.list())].sort()).toEqual(kept.sort());
  });
});
