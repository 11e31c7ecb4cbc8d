import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CryptoKey, calculateJwkThumbprint, type FlattenedVerifyGetKey, importJWK } from 'jose';
import * as z from 'zod';
import { LICENCE_ALG, type PublicKey, publicKeySchema } from './licence.ts';
import { LicenceError } from './licence-error.ts';

export interface LoadedKey {
  /** RFC 7638 thumbprint, unless the file names another id. */
  readonly kid: string;
  readonly key: CryptoKey;
}

/** Reads every `*.json` of a folder as a public key. @throws {LicenceError} `licence_input_invalid` naming the file. */
export async function readPublicKeys(folder: string): Promise<readonly LoadedKey[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new LicenceError(
      'licence_input_invalid',
      `The folder of public licence keys ${folder} cannot be read. Point WA_LICENSE_PUBLIC_KEYS at it.`,
      { cause },
    );
  });
  const files = names.filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (name) => {
      const path = join(folder, name);
      return importPublicKey(parsePublicKey(await readFile(path, 'utf8'), path));
    }),
  );
}

/** Reads one public key, and refuses a private one. */
export function parsePublicKey(text: string, path: string): PublicKey {
  const json = parseJson(text, path);
  if (typeof json === 'object' && json !== null && 'd' in json) {
    throw new LicenceError(
      'licence_input_invalid',
      `${path} holds a private key. Keep it away from here; only its public half belongs on this machine.`,
    );
  }
  const key = publicKeySchema.safeParse(json);
  if (key.success) return key.data;
  throw new LicenceError(
    'licence_input_invalid',
    `${path} is not an Ed25519 public key as JWK:\n${z.prettifyError(key.error)}`,
    { cause: key.error },
  );
}

export async function importPublicKey(key: PublicKey): Promise<LoadedKey> {
  const { kty, crv, x } = key;
  const imported = await importJWK({ kty, crv, x }, LICENCE_ALG);
  if (imported instanceof Uint8Array)
    throw new LicenceError('licence_input_invalid', 'A licence key must be an Ed25519 key.');
  return { kid: key.kid ?? (await calculateJwkThumbprint({ kty, crv, x })), key: imported };
}

/** Chooses the key by the header's `kid`, and insists on the header's `typ`, so that one kind of document never passes for another. */
export function keyFinder(keys: readonly LoadedKey[], typ: string): FlattenedVerifyGetKey {
  return (header) => {
    if (header?.typ !== typ) throw new Error(`the header's typ is not "${typ}"`);
    const found = keys.find((key) => key.kid === header.kid);
    if (!found) throw new Error(`no public key here has the id ${JSON.stringify(header.kid)}`);
    return found.key;
  };
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LicenceError('licence_input_invalid', `${path} is not JSON.`, { cause });
  }
}
