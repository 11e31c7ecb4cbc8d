import { flattenedVerify, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { createCaptureKey } from './client-key.ts';
import { signManifest } from './sign-manifest.ts';

describe('signManifest', () => {
  it('signs the exact bytes, detached and unencoded, with a key that cannot be taken away', async () => {
    const key = await createCaptureKey();
    const bytes = new TextEncoder().encode('{"version":1}');
    const jws = await signManifest(bytes, key.privateKey);
    const [protectedHeader = '', payload, signature = ''] = jws.split('.');
    expect(payload).toBe('');
    const verify = async (content: Uint8Array) =>
      flattenedVerify(
        { protected: protectedHeader, payload: content, signature },
        await importJWK(key.publicKey, 'ES256'),
      );
    const { protectedHeader: header } = await verify(bytes);
    expect(header).toEqual({ alg: 'ES256', b64: false, crit: ['b64'] });
    await expect(verify(new TextEncoder().encode('{"version":2}'))).rejects.toThrow();
    await expect(crypto.subtle.exportKey('jwk', key.privateKey)).rejects.toThrow();
  });
});
