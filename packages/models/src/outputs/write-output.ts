import { createHash, randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelBuildError } from '../model/model-build-error.ts';

/** A file that must have these bytes. */
export interface PinnedFile {
  readonly file: string;
  readonly sha256: string;
}

/** Says whether the folder already holds the pinned file, unharmed. */
export async function isInPlace(folder: string, pinned: PinnedFile): Promise<boolean> {
  try {
    return sha256(await readFile(join(folder, pinned.file))) === pinned.sha256;
  } catch {
    // Missing or unreadable: it is built again, and writing reports what is wrong with the folder.
    return false;
  }
}

/**
 * Writes a built file if it has the pinned hash. Readers see the old file or the whole new one, never a part.
 *
 * @throws ModelBuildError `output_hash_mismatch`; nothing is written then.
 */
export async function writeOutput(folder: string, pinned: PinnedFile, bytes: Uint8Array): Promise<void> {
  const actual = sha256(bytes);
  if (actual !== pinned.sha256) {
    throw new ModelBuildError(
      'output_hash_mismatch',
      `${pinned.file} was built with other bytes than the pinned ones: expected sha256 ${pinned.sha256}, got ${actual}. ` +
        'It was not written. If the build code was changed on purpose, put the new hash and size into models.data.ts.',
    );
  }
  await replaceFile(join(folder, pinned.file), bytes);
}

/** Replaces a file's content in one step. */
export async function replaceFile(path: string, content: Uint8Array | string): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
