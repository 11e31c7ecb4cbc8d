import { type ClientKey, clientKeySchema } from '@presence/protocol';

export interface CaptureKey {
  /** Not extractable: a script on the page can use it, but cannot take it away. */
  readonly privateKey: CryptoKey;
  readonly publicKey: ClientKey;
}

/** A fresh P-256 key for one capture. The adapter binds the session to its public half. */
export async function createCaptureKey(): Promise<CaptureKey> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return { privateKey: pair.privateKey, publicKey: clientKeySchema.parse({ kty, crv, x, y }) };
}
