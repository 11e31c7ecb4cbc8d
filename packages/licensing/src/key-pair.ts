import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import * as z from 'zod';
import { LICENCE_ALG, type PublicKey, publicKeySchema } from './licence.ts';
import { LicenceError } from './licence-error.ts';

const privateKeySchema = publicKeySchema.extend({ d: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
export type PrivateKey = z.infer<typeof privateKeySchema>;

export interface KeyPair {
  readonly publicKey: PublicKey;
  readonly privateKey: PrivateKey;
}

/** A new Ed25519 pair; its `kid` is the RFC 7638 thumbprint. */
export async function createKeyPair(comment?: string): Promise<KeyPair> {
  const pair = await generateKeyPair(LICENCE_ALG, { extractable: true });
  const jwk = await exportJWK(pair.privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  const privateKey = privateKeySchema.parse({
    ...jwk,
    kid,
    alg: LICENCE_ALG,
    use: 'sig',
    ...(comment === undefined ? {} : { comment }),
  });
  const { d: _secret, ...publicKey } = privateKey;
  return { publicKey, privateKey };
}

/** @throws {LicenceError} `licence_input_invalid`; the message never quotes the key. */
export function parsePrivateKey(text: string, path: string): PrivateKey {
  try {
    return privateKeySchema.parse(JSON.parse(text));
  } catch {
    // The cause is left out on purpose: a parser's message may quote the secret.
    throw new LicenceError(
      'licence_input_invalid',
      `${path} is not an Ed25519 private key as JWK. Make one with "presence-licence keygen".`,
    );
  }
}

export interface Signer {
  readonly kid: string;
  readonly key: CryptoKey;
}

export async function signerOf(privateKey: PrivateKey): Promise<Signer> {
  const { kty, crv, x, d } = privateKey;
  const key = await importJWK({ kty, crv, x, d }, LICENCE_ALG);
  if (key instanceof Uint8Array)
    throw new LicenceError('licence_input_invalid', 'A licence key must be an Ed25519 key.');
  return { kid: privateKey.kid ?? (await calculateJwkThumbprint({ kty, crv, x })), key };
}
