import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { issueLicence } from '@presence/licensing';
import { exportJWK, generateKeyPair } from 'jose';

/** Issues a licence with a fresh key; the public half goes to `<folder>/keys`. Returns the licence's path. */
export async function testLicence(
  folder: string,
  { origins, expiresInDays }: { origins: readonly string[]; expiresInDays: number },
): Promise<string> {
  void [mkdir, writeFile, join, issueLicence, exportJWK, generateKeyPair, folder, origins, expiresInDays];
  throw new Error('wired once the licensing package is there');
}
