import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type AdapterUnderTest, type OpenSession, startTestAdapter } from '../support/adapter-under-test.ts';
import { draftContainer, sealContainer } from '../support/container-fixture.ts';
import { type CaptureBackend, onEveryBackend } from './on-every-backend.ts';

const RESCAN_MS = 15_000;
onEveryBackend((start) => {
  let backend: CaptureBackend;
  let adapter: AdapterUnderTest;
  /** The adapter's clock stands still unless it is set. */
  let now = 0;

  beforeAll(async () => {
    backend = await start();
  });
  afterAll(() => backend.remove());
  beforeEach(async () => {
    now = Date.now();
    // Only the look at the store goes by it.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    adapter = await startTestAdapter(backend.apiUrl, { clock: { now: () => now } });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await adapter.remove();
  });

  /** What a look at the store finds of a capture accepted so many ms ago, whose delivery has not begun. */
  async function accepted(agoMs: number): Promise<OpenSession> {
    const session = await adapter.open();
    const draft = await draftContainer(session.init, { origin: adapter.url });
    const folder = join(adapter.dataDir, 'adapter');
    const id = session.init.event_session_id;
    await writeFile(join(folder, 'spool', `${id}.zip`), await sealContainer(draft, session.key));
    const file = join(folder, 'sessions', `${id}.json`);
    const retry = { attempts: 1, nextAttemptAt: 0, lastCode: null };
    const state = { kind: 'accepted', acceptedAt: now - agoMs, retry };
    await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), state }));
    return session;
  }

  async function waitingCaptures(): Promise<string | undefined> {
    const metrics = await (await adapter.call('/metrics')).text();
    return /^presence_adapter_spool_captures (\d+)$/m.exec(metrics)?.[1];
  }

  it('leaves a capture accepted this moment to whoever accepted it, and takes up an older one', async () => {
    const before = backend.seen.length;
    const session = await accepted(500);
    vi.advanceTimersByTime(RESCAN_MS);
    // Not by expect.poll, which goes by setInterval.
    while ((await waitingCaptures()) !== '1') await sleep(50);
    await sleep(500);
    expect(backend.seen.slice(before).filter(({ path }) => path === '/api/folders')).toEqual([]);
    now += 5000;
    vi.advanceTimersByTime(RESCAN_MS);
    expect(await (await session.result()).json()).toMatchObject({ state: 'finished' });
    expect(await backend.foldersOf(session.init.event_session_id)).toHaveLength(1);
  });

  it('takes up at its start whatever there is, and what a replica whose clock is ahead has accepted', async () => {
    const [lately, ahead] = [await accepted(500), await accepted(-60_000)];
    vi.advanceTimersByTime(RESCAN_MS);
    expect(await (await ahead.result()).json()).toMatchObject({ state: 'finished' });
    await adapter.stop();
    await adapter.restart();
    expect(await (await lately.result()).json()).toMatchObject({ state: 'finished' });
    for (const { init } of [lately, ahead])
      expect(await backend.foldersOf(init.event_session_id)).toHaveLength(1);
  });
});
