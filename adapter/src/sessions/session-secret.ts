import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AdapterError } from '../model/adapter-error.ts';
import { createFile } from './atomic-file.ts';
import { SECRET_BYTES } from './sessions.data.ts';

/** The key that signs session tokens: made once, then shared by every process on the volume. Never logged. */
export async function loadSessionSecret(folder: string): Promise<Uint8Array> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'session-secret');
  await createFile(path, randomBytes(SECRET_BYTES).toString('base64url'));
  const secret = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64url');
  if (secret.length < SECRET_BYTES)
    throw new AdapterError(
      'internal_error',
      `The session secret ${path} is shorter than ${SECRET_BYTES} bytes; delete the file and start again.`,
    );
  return secret;
}
