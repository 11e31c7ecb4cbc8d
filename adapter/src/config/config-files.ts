import { resolve } from 'node:path';
import { configFileOf, type Env, secretFilesOf } from './env-layer.ts';
import { DEFAULT_PATH } from './file-layer.ts';
import { allKeys } from './key-info.ts';

/** Every file the configuration is read from, absolute, whether it exists or not; `app_config.json` first. */
export function configFiles(env: Env, cwd: string): readonly [string, ...string[]] {
  const secrets = secretFilesOf(allKeys(), env);
  return [resolve(cwd, configFileOf(env) ?? DEFAULT_PATH), ...secrets.map(({ path }) => resolve(cwd, path))];
}
