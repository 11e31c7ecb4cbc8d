import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Sees to it that one of many processes, restarted or not, tells a notice of a day. */
export interface NoticeClaims {
  /** True for exactly one caller for each day and name. `day` as `2026-11-22`. */
  claim(day: string, name: string): Promise<boolean>;
  /** The notice could not be told; somebody else may try. */
  release(day: string, name: string): Promise<void>;
}

/** Claims as empty files in `<folder>/notices`; those of other days are removed. */
export function noticeClaims(folder: string): NoticeClaims {
  const notices = join(folder, 'notices');
  const fileOf = (day: string, name: string) => join(notices, `${day}.${name}`);
  return {
    claim: async (day, name) => {
      await mkdir(notices, { recursive: true, mode: 0o700 });
      try {
        await (await open(fileOf(day, name), 'wx', 0o600)).close();
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
        throw error;
      }
      const old = (await readdir(notices)).filter((file) => !file.startsWith(`${day}.`));
      await Promise.all(old.map((file) => rm(join(notices, file), { force: true })));
      return true;
    },
    release: (day, name) => rm(fileOf(day, name), { force: true }),
  };
}
