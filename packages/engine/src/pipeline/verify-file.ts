import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** Checks a file against its SHA-256. @throws what `refusal` makes of the problem. */
export async function verifyFile(
  path: string,
  sha256: string,
  refusal: (problem: string, cause: unknown) => Error,
): Promise<void> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw refusal(`${basename(path)} cannot be read`, cause);
  });
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== sha256)
    throw refusal(`${basename(path)} has sha256 ${actual} and should have ${sha256}`, undefined);
}
