import { FlattenedSign } from 'jose';

/**
 * Detached compact JWS over the manifest's bytes: ES256 with the unencoded payload option (RFC 7515 appendix F, RFC 7797).
 *
 * @returns `<protected header>..<signature>`.
 */
export async function signManifest(manifest: Uint8Array, privateKey: CryptoKey): Promise<string> {
  const signed = await new FlattenedSign(manifest)
    .setProtectedHeader({ alg: 'ES256', b64: false, crit: ['b64'] })
    .sign(privateKey);
  return `${signed.protected}..${signed.signature}`;
}
