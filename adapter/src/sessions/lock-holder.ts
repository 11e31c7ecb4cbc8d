import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createFile, removeFile } from './atomic-file.ts';
import { ourProcess } from './lease-holder.ts';
import { LEASE_TOUCH_MS } from './sessions.data.ts';

/**
 * This process as a file that it keeps young. What the process holds is a hard link to it: made in one step, whole from the
 * first moment, with one age for all of them, by the volume's clock.
 */
export interface LockHolder {
  readonly path: string;
  /** What every lock of ours reads. */
  readonly content: string;
  /** Makes the file young again, or anew if it was cleared away while this process slept. */
  touch(): Promise<void>;
  /** Removes the file; locks still held grow old as those of a dead process do. */
  close(): Promise<void>;
}

export async function openLockHolder(folder: string): Promise<LockHolder> {
  const owner = randomUUID();
  const path = join(folder, `${owner}.holder`);
  const content = JSON.stringify({ ...ourProcess(), owner });
  const touch = async () => {
    if (!(await createFile(path, content))) await rewrite(path, content);
  };
  await touch();
  const beat = setInterval(() => {
    rewrite(path, content).catch(() => undefined);
  }, LEASE_TOUCH_MS);
  beat.unref();
  return {
    path,
    content,
    touch,
    close: () => {
      clearInterval(beat);
      return removeFile(path);
    },
  };
}

/** Written and not given a time, which would be that of this host. Never empty meanwhile. */
async function rewrite(path: string, content: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.write(content, 0);
  } finally {
    await file.close();
  }
}
