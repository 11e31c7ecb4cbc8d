import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type AdapterUnderTest, startTestAdapter } from '../support/adapter-under-test.ts';
import { draftContainer, sealContainer } from '../support/container-fixture.ts';
import { type CaptureBackend, onEveryBackend } from './on-every-backend.ts';

onEveryBackend((start) => {
  let adapter: AdapterUnderTest;
  let backend: CaptureBackend;
  beforeAll(async () => {
    backend = await start();
    adapter = await startTestAdapter(backend.apiUrl, { config: { debug: true }, watchEveryMs: 20 });
  });
  afterAll(async () => {
    await adapter.remove();
    await backend.remove();
  });

  const textOf = async (path: string) => (await adapter.call(path)).text();
  const seen = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

  /** Changes the file the way an editor does: a new one takes its place. */
  async function edit(change: Readonly<Record<string, unknown>>): Promise<void> {
    const file = join(adapter.dataDir, 'app_config.json');
    const config = { ...JSON.parse(await readFile(file, 'utf8')), ...change };
    await writeFile(`${file}.new`, JSON.stringify(config));
    await rename(`${file}.new`, file);
  }

  it('puts a valid change into force without a restart, and a session opened before goes on', async () => {
    const session = await adapter.open();
    await edit({ lang_default: 'kk', result_mode: 'folder' });
    await seen(async () => expect(await textOf('/config.php')).toContain('"lang_default":"kk"'));
    const draft = await draftContainer(session.init, { origin: adapter.url });
    expect((await session.upload(await sealContainer(draft, session.key))).status).toBe(202);
    const result = await (await session.result()).json();
    const [folder] = await backend.foldersOf(session.init.event_session_id);
    expect(folder).toBeDefined();
    expect(result).toMatchObject({ state: 'finished', folder_id: folder?.folderId });
  });

  it('refuses an invalid change as a whole, and says so in log, metric and on the debug page', async () => {
    await edit({ lang_default: 'xx', video_required_actions_list: 'all' });
    await seen(async () => expect(await textOf('/debug.php')).toContain('was refused'));
    expect(await textOf('/debug.php')).toContain('video_required_actions_list (');
    expect(await textOf('/config.php')).toContain('"lang_default":"kk"');
    expect(await textOf('/metrics')).toContain('presence_adapter_config_up_to_date 0');
    expect(adapter.logs.join('')).toContain('the changed configuration is refused');
    await edit({ lang_default: 'es', video_required_actions_list: [] });
    await seen(async () => expect(await textOf('/debug.php')).not.toContain('was refused'));
    expect(await textOf('/config.php')).toContain('"lang_default":"es"');
    expect(await textOf('/metrics')).toContain('presence_adapter_config_up_to_date 1');
  });
});
