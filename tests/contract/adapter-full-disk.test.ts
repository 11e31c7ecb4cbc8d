import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { type AdapterUnderTest, startTestAdapter } from '../support/adapter-under-test.ts';
import { draftContainer, sealContainer } from '../support/container-fixture.ts';
import { onEveryBackend } from './on-every-backend.ts';

const run = promisify(execFile);
const MIB = 1024 * 1024;
const disk = await mkdtemp(join(tmpdir(), 'presence-small-disk-'));
/** Only root may mount one. */
const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk]).then(
  () => true,
  () => false,
);
afterAll(async () => {
  if (mounted) await run('umount', ['--lazy', disk]);
  await rm(disk, { recursive: true, force: true });
});

/** Status of a whole capture; the id of its session if it was accepted. */
async function capture(adapter: AdapterUnderTest): Promise<string | 507> {
  const session = await adapter.open().catch((error: unknown) => {
    expect(String(error)).toContain('storage_full');
  });
  if (session === undefined) return 507;
  const draft = await draftContainer(session.init, { origin: adapter.url });
  const answer = await session.upload(await sealContainer(draft, session.key));
  if (answer.status === 202) return session.init.event_session_id;
  expect([answer.status, (await answer.json()).code]).toEqual([507, 'storage_full']);
  return 507;
}

onEveryBackend((start) => {
  it.skipIf(!mounted)('a disk filled by captures that wait is emptied by delivering them', async () => {
    for (const name of await readdir(disk)) await rm(join(disk, name), { recursive: true });
    const backend = await start();
    const adapter = await startTestAdapter(backend.apiUrl, { env: { PRESENCE_DATA: disk } });
    await backend.stop();
    await writeFile(join(disk, 'something-else'), Buffer.alloc(8 * MIB - 200_000));
    const accepted: string[] = [];
    for (let refused = 0; refused < 5; ) {
      const outcome = await capture(adapter);
      if (outcome === 507) refused += 1;
      else accepted.push(outcome);
    }
    expect(accepted.length).toBeGreaterThan(0);
    expect(await adapter.client.readiness()).toMatchObject({ value: { checks: { disk: { ok: false } } } });
    expect(await readdir(join(disk, 'adapter', 'incoming'))).toEqual([]);
    expect((await readdir(join(disk, 'adapter', 'spool'))).sort()).toEqual(
      accepted.map((id) => `${id}.zip`).sort(),
    );
    await backend.restart();
    await expect.poll(() => readdir(join(disk, 'adapter', 'spool')), { timeout: 60_000 }).toEqual([]);
    for (const id of accepted) expect(await backend.foldersOf(id)).toHaveLength(1);
    await rm(join(disk, 'something-else'));
    expect(await capture(adapter)).not.toBe(507);
    expect(await adapter.client.readiness()).toMatchObject({ value: { checks: { disk: { ok: true } } } });
    await adapter.remove();
    await backend.remove();
  });
});
