import { crc32 } from 'node:zlib';
import { FlattenedSign, generateKeyPair, generateSecret } from 'jose';
import { expect, it } from 'vitest';
import { useIntake } from '../support/intake-scene.ts';

// OWASP ASVS 5.0, 4.1.5: highly sensitive messages carry a signature of their own on top of the transport's.
const scene = useIntake();

/** Signs the manifest anew with whatever key and header. */
async function signedBy(key: Parameters<FlattenedSign['sign']>[0], header: Record<string, unknown>) {
  const { session, draft } = await scene.open();
  const { sealedEntries, zipOf } = await import('../support/container-fixture.ts');
  const entries = await sealedEntries(draft, session.key);
  const manifest = entries.find(({ name }) => name === 'manifest.json')?.bytes ?? Buffer.alloc(0);
  const jws = await new FlattenedSign(manifest)
    .setProtectedHeader({ b64: false, crit: ['b64'], alg: 'ES256', ...header })
    .sign(key);
  const signature = Buffer.from(`${jws.protected}..${jws.signature}`);
  const zip = await zipOf(
    entries.map((entry) => (entry.name === 'manifest.jws' ? { ...entry, bytes: signature } : entry)),
  );
  const answer = await session.upload(zip);
  return (await answer.json()).code;
}

it('refuses every signature but ES256 with the key of the session', async () => {
  const stranger = await generateKeyPair('ES256');
  expect(await signedBy(stranger.privateKey, {})).toBe('container_signature_invalid');
  const curve384 = await generateKeyPair('ES384');
  expect(await signedBy(curve384.privateKey, { alg: 'ES384' })).toBe('container_signature_invalid');
  const secret = await generateSecret('HS256');
  expect(await signedBy(secret, { alg: 'HS256' })).toBe('container_signature_invalid');
});

it('takes the key from the session, never from the signature', async () => {
  const stranger = await generateKeyPair('ES256', { extractable: true });
  const { exportJWK } = await import('jose');
  const jwk = await exportJWK(stranger.publicKey);
  expect(await signedBy(stranger.privateKey, { jwk })).toBe('container_signature_invalid');
});

it('notices one changed bit in any file', async () => {
  const { session, draft } = await scene.open();
  const { sealContainer } = await import('../support/container-fixture.ts');
  const jpeg = Buffer.from(draft.files.get('01_video_selfie_left/0003.jpg') ?? '');
  const zip = await sealContainer(draft, session.key);
  const altered = Buffer.from(jpeg);
  altered.writeUInt8(altered.readUInt8(jpeg.length - 10) ^ 1, jpeg.length - 10);
  altered.copy(zip, zip.indexOf(jpeg));
  // The zip's own check would notice it first, and proves nothing: whoever alters a file alters that too.
  const [before, after] = [littleEndian(crc32(jpeg)), littleEndian(crc32(altered))];
  let replaced = 0;
  for (let at = zip.indexOf(before); at >= 0; at = zip.indexOf(before, at + 1)) {
    after.copy(zip, at);
    replaced += 1;
  }
  expect(replaced).toBeGreaterThan(0);
  expect((await (await session.upload(zip)).json()).code).toBe('container_file_altered');
});

function littleEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
