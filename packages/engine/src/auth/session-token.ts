import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { importPKCS8, SignJWT } from 'jose';
import type { Clock } from '../model/clock.ts';
import { EngineError } from '../model/engine-error.ts';
import { LIFETIMES } from './lifetimes.data.ts';

const ISSUER = 'presence-engine';
const AUDIENCE = 'capture-session';
const ALGORITHM = 'ES384';

export interface SessionTokenSigner {
  sign(userId: string): Promise<string>;
}

/**
 * Signs capture session tokens: JWT, ES384 over secp384r1 with a PKCS#8 key, as the Oz page "OzCapsula data container"
 * describes its key settings. The key is made at the first start and kept in `keyFile` (mode 0600).
 * @throws EngineError `config_invalid` if the file holds no usable key
 */
export async function createSessionTokenSigner(keyFile: string, now: Clock): Promise<SessionTokenSigner> {
  const pem = await loadOrCreateKey(keyFile);
  const key = await importPKCS8(pem, ALGORITHM).catch((cause: unknown) => {
    const message = `${keyFile} is no PKCS#8 private key on secp384r1. Put it right, or delete it to get a new one.`;
    throw new EngineError('config_invalid', message, { cause });
  });
  return {
    sign(userId) {
      const issuedAt = Math.floor(now() / 1000);
      return new SignJWT({})
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(userId)
        .setJti(randomUUID())
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + LIFETIMES.sessionTokenMs / 1000)
        .sign(key);
    },
  };
}

async function loadOrCreateKey(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'secp384r1',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, privateKey, { mode: 0o600, flush: true });
  await rename(temporary, path);
  return privateKey;
}
