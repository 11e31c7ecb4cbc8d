import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createKeyPair, issueLicence, type LicenceInput } from '@presence/licensing';

/** A licence of a bank that holds for longer than any test. */
export const BANK_LICENCE: LicenceInput = {
  license_id: '3a1c2b8e-59c6-4d52-8f53-0d6f6f6f0002',
  client: 'Bank',
  origins: ['https://bank.example'],
  issued_at: '2026-11-01T00:00:00Z',
  expires_at: '2999-01-01T00:00:00Z',
  features: { liveness: true, biometry: true, collection: true },
  limits: {},
};

const DAY_MS = 86_400_000;

/** Issues a licence with a fresh key; the public half goes to `<folder>/keys`. Returns the licence's path. */
export async function testLicence(
  folder: string,
  { origins, expiresInDays }: { origins: readonly string[]; expiresInDays: number },
): Promise<string> {
  const { publicKey, privateKey } = await createKeyPair('for one test');
  const id = randomUUID();
  const keys = join(folder, 'keys');
  await mkdir(keys, { recursive: true });
  await writeFile(join(keys, `${id}.json`), JSON.stringify(publicKey));
  const file = join(folder, `${id}.json`);
  const now = Date.now();
  const text = await issueLicence(
    {
      license_id: id,
      client: 'End-to-end tests',
      origins: [...origins],
      issued_at: new Date(now - 30 * DAY_MS).toISOString(),
      expires_at: new Date(now + expiresInDays * DAY_MS).toISOString(),
      features: { liveness: true, biometry: true, collection: true },
      limits: {},
    },
    privateKey,
  );
  await writeFile(file, text);
  return file;
}
