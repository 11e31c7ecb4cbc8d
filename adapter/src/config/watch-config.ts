import { access } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { fileFingerprint } from '../model/file-fingerprint.ts';
import { ConfigError } from './config-error.ts';
import { configFiles } from './config-files.ts';
import { type LoadConfigInput, type LoadedConfig, loadConfig } from './load-config.ts';

export interface WatchConfigOptions {
  /** What the configuration in force was loaded from. */
  readonly input: LoadConfigInput;
  readonly inForce: LoadedConfig;
  /** Puts a valid configuration into force; may reject when it cannot. */
  readonly onLoaded: (loaded: LoadedConfig) => Promise<void>;
  /** A change that cannot be used; everything stays as it is. */
  readonly onRefused: (problems: readonly string[]) => void;
  /** Ms between two looks; a change counts once two looks in a row saw the same. */
  readonly everyMs: number;
}

/** Loads the configuration again whenever one of its files changes. The answer stops it; never rejects. */
export async function watchConfig(options: WatchConfigOptions): Promise<() => void> {
  const { input, everyMs } = options;
  const files = configFiles(input.env, input.cwd);
  const fileExisted = await exists(files[0]);
  let loaded = await fileFingerprint(files);
  let before = loaded;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  // The files may have changed since they were read for the start.
  await reload(options, undefined, (fresh) => !isDeepStrictEqual(fresh, options.inForce));

  const look = async () => {
    const now = await fileFingerprint(files);
    // Two looks with the same result: whoever writes the file has finished.
    if (now !== loaded && now === before && !closed) {
      loaded = now;
      await reload(options, fileExisted ? files[0] : undefined);
    }
    before = now;
  };
  const arm = () => {
    if (closed) return;
    timer = setTimeout(() => void look().finally(arm), everyMs);
    timer.unref();
  };
  arm();
  return () => {
    closed = true;
    clearTimeout(timer);
  };
}

async function reload(
  options: WatchConfigOptions,
  needed: string | undefined,
  isNews: (fresh: LoadedConfig) => boolean = () => true,
): Promise<void> {
  const { input, onLoaded, onRefused } = options;
  try {
    // At the start a missing file means the defaults; in a running adapter somebody is about to replace it.
    if (needed !== undefined && !(await exists(needed)))
      throw new ConfigError([`${needed} is gone. Put it back; the configuration stays as it was.`]);
    const fresh = await loadConfig(input);
    if (isNews(fresh)) await onLoaded(fresh);
  } catch (error) {
    onRefused(error instanceof ConfigError ? error.problems : [messageOf(error)]);
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
