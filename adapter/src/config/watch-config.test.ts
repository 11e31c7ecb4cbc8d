import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LoadedConfig } from './load-config.ts';
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
  const modes: string[] = [];
  const refused: (readonly string[])[] = [];
  stop = await watchConfig({
    input: {
      env: { WA_CONFIG_FILE: 'app.json', WA_API_TOKEN_FILE: 'token' },
      readFile: (path) => readFile(path, 'utf8'),
      cwd: folder,
    },
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
