import { appendFile, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { UsageCounter } from '../model/licence-gate.ts';

export interface UsageFile extends UsageCounter {
  /** Adds finished analyses to what a licence has used. */
  addAnalyses(licenceId: string, count: number): Promise<void>;
}

/**
 * Counts analyses in `<folder>/usage`, one byte each in a file per licence: adding is one append, counting one look at the
 * size, and replicas on one volume share it. Faces are kept by the backend, which has no call to count them.
 */
export function usageFile(folder: string): UsageFile {
  const usage = join(folder, 'usage');
  // The id is a UUID of a verified licence, so it names no path.
  const fileOf = (licenceId: string) => join(usage, `${licenceId}.analyses`);
  return {
    addAnalyses: async (licenceId, count) => {
      const add = () => appendFile(fileOf(licenceId), '.'.repeat(count), { mode: 0o600 });
      await add().catch(async (error: unknown) => {
        if (!isMissing(error)) throw error;
        await mkdir(usage, { recursive: true, mode: 0o700 });
        await add();
      });
    },
    analyses: async (licenceId) => {
      try {
        return (await stat(fileOf(licenceId))).size;
      } catch (error) {
        if (isMissing(error)) return 0;
        throw error;
      }
    },
    faces: async () => null,
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
