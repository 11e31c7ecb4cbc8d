import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { originAllowed } from './origin-allowed.ts';
import { readPublicKeys } from './public-keys.ts';
import { verifyLicence } from './verify-licence.ts';

const folder = fileURLToPath(new URL('../../../license/', import.meta.url));

it('the committed licence verifies with the committed key, for localhost only', async () => {
  const path = 'license/license.json';
  const licence = await verifyLicence(await readFile(`${folder}license.json`, 'utf8'), {
    publicKeys: await readPublicKeys(`${folder}public-keys`),
    path,
    now: Date.parse('2030-01-01T00:00:00Z'),
  });
  expect(licence.client).toContain('not for production');
  expect(licence.origins).toEqual([]);
  expect(originAllowed(licence, 'http://localhost:8080')).toBe(true);
  expect(originAllowed(licence, 'https://shop.example')).toBe(false);
});

it('no private key lies in license/', async () => {
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => /\.(json|jwk|pem|key)$/.test(name));
  expect(files).toContain('license.json');
  for (const name of files) {
    const text = await readFile(`${folder}${name}`, 'utf8');
    expect(text, name).not.toMatch(/"d"\s*:|PRIVATE KEY/);
  }
});
