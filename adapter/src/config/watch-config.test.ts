import { writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type LoadedConfig, loadConfig } from './load-config.ts';
import { watchConfig } from './watch-config.ts';

let folder = '';
let stop = () => {};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watch-config-'));
});
afterEach(async () => {
  stop();
  await rm(folder, { recursive: true });
});

/** Waits until it holds, however slow the machine is. */
const seen = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 10 });
const save = (name: string, text: string) => writeFile(join(folder, name), text);

/** Watches a file that says `result_mode: safe`, and the file of a secret. */
async function watched(onLoaded: (loaded: LoadedConfig) => Promise<void> = async () => {}) {
  await save('app.json', '{"result_mode":"safe"}');
  await save('token', 'first');
  return watching(onLoaded);
}

/** Watches the files as they are. `meanwhile` happens between the reading of the configuration and the watch. */
async function watching(
  onLoaded: (loaded: LoadedConfig) => Promise<void> = async () => {},
  meanwhile: () => Promise<void> = async () => {},
) {
  const modes: string[] = [];
  const refused: (readonly string[])[] = [];
  const input = {
    env: { WA_CONFIG_FILE: 'app.json', WA_API_TOKEN_FILE: 'token' },
    readFile: (path: string) => readFile(path, 'utf8'),
    cwd: folder,
  };
  const inForce = await loadConfig(input);
  await meanwhile();
  stop = await watchConfig({
    input,
    inForce,
    onLoaded: async (loaded) => {
      modes.push(`${loaded.config.result_mode} ${loaded.config.api_token}`);
      await onLoaded(loaded);
    },
    onRefused: (problems) => void refused.push(problems),
    everyMs: 15,
  });
  return { modes, refused };
}

it('loads a file that was edited, and one that an editor put in its place', async () => {
  const { modes, refused } = await watched();
  await save('app.json', '{"result_mode":"status"}');
  await seen(() => expect(modes).toEqual(['status first']));
  await save('app.json.new', '{"result_mode":"folder"}');
  await rename(join(folder, 'app.json.new'), join(folder, 'app.json'));
  await seen(() => expect(modes).toEqual(['status first', 'folder first']));
  await save('token', 'second');
  await seen(() => expect(modes.at(-1)).toBe('folder second'));
  expect(refused).toEqual([]);
});

it('loads what was written over the old text, even with its length and its time', async () => {
  const file = join(folder, 'app.json');
  await save('token', 'first');
  await save('app.json', '{"result_mode":"safe"}');
  await utimes(file, 1_700_000_000, 1_700_000_000);
  const { modes } = await watching();
  const handle = await open(file, 'r+');
  await handle.write('{"result_mode":"full"}', 0);
  await handle.utimes(1_700_000_000, 1_700_000_000);
  await handle.close();
  await seen(() => expect(modes).toEqual(['full first']));
});

it('loads what Kubernetes mounts, where one link is changed for all files at once', async () => {
  const mount = async (name: string, mode: string, token: string) => {
    await mkdir(join(folder, name));
    await save(`${name}/app.json`, JSON.stringify({ result_mode: mode }));
    await save(`${name}/token`, token);
    await symlink(name, join(folder, '..data_tmp'));
    await rename(join(folder, '..data_tmp'), join(folder, '..data'));
  };
  await mount('..2026_11_23', 'safe', 'first');
  await symlink(join('..data', 'app.json'), join(folder, 'app.json'));
  await symlink(join('..data', 'token'), join(folder, 'token'));
  const { modes, refused } = await watching();
  await mount('..2026_11_24', 'folder', 'second');
  await rm(join(folder, '..2026_11_23'), { recursive: true });
  await seen(() => expect(modes).toEqual(['folder second']));
  expect(refused).toEqual([]);
});

it('ends with the last of many changes in a row', async () => {
  const { modes, refused } = await watched();
  // Not awaited one by one, so that no look can fall between the emptying of a file and its writing.
  for (const mode of ['status', 'folder', 'none', 'safe', 'full'])
    writeFileSync(join(folder, 'app.json'), JSON.stringify({ result_mode: mode }));
  writeFileSync(join(folder, 'token'), 'last');
  await seen(() => expect(modes.at(-1)).toBe('full last'));
  expect(refused).toEqual([]);
});

it('loads what changed while the adapter was still starting, and nothing when nothing did', async () => {
  await save('app.json', '{"result_mode":"safe"}');
  await save('token', 'first');
  expect((await watching()).modes).toEqual([]);
  stop();
  const { modes } = await watching(undefined, () => save('token', 'second'));
  expect(modes).toEqual(['safe second']);
});

it('refuses what is invalid with all its problems, and takes the corrected file', async () => {
  const { modes, refused } = await watched();
  await save('app.json', '{"result_mode":"none","debug":1}');
  await seen(() => expect(refused).toHaveLength(1));
  expect(refused[0]).toHaveLength(2);
  await rm(join(folder, 'app.json'));
  await seen(() => expect(refused).toHaveLength(2));
  expect(refused[1]?.[0]).toContain('is gone');
  expect(modes).toEqual([]);
  await save('app.json', '{"result_mode":"status"}');
  await seen(() => expect(modes).toEqual(['status first']));
});

it('refuses a configuration that is valid and cannot be put into force', async () => {
  const { refused } = await watched(() => Promise.reject(new Error('the build is missing')));
  await save('app.json', '{"result_mode":"status"}');
  await seen(() => expect(refused).toEqual([['the build is missing']]));
});
