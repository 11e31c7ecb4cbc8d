import { CompactSign } from 'jose';
import { describe, expect, it } from 'vitest';
import { daysLeft } from './days-left.ts';
import { issueLicence, type LicenceInput } from './issue-licence.ts';
import { createKeyPair, signerOf } from './key-pair.ts';
import { LicenceError } from './licence-error.ts';
import { signOrigins, verifyMasterSignature } from './master-signature.ts';
import { importPublicKey, parsePublicKey } from './public-keys.ts';
import { inspectLicence, readLicence, verifyLicence } from './verify-licence.ts';

const INPUT: LicenceInput = {
  license_id: '3a1c2b8e-59c6-4d52-8f53-0d6f6f6f0001',
  client: 'Example Bank',
  origins: ['https://Bank.example'],
  issued_at: '2026-11-22T00:00:00Z',
  expires_at: '2027-11-22T00:00:00Z',
  features: { liveness: true, biometry: false, collection: false },
  limits: { analyses: 1000 },
};
const NOW = Date.parse('2026-12-01T00:00:00Z');
const path = 'license.json';

async function fixture(input: LicenceInput = INPUT) {
  const pair = await createKeyPair();
  const publicKeys = [await importPublicKey(pair.publicKey)];
  return { pair, publicKeys, text: await issueLicence(input, pair.privateKey) };
}

async function refusal(promise: Promise<unknown>): Promise<LicenceError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof LicenceError) return error;
  throw new Error(`expected a LicenceError, got ${String(error)}`);
}

describe('verifyLicence', () => {
  it('returns what was issued, with canonical origins', async () => {
    const { publicKeys, text } = await fixture();
    const licence = await verifyLicence(text, { publicKeys, path, now: NOW });
    expect(licence).toEqual({ ...INPUT, origins: ['https://bank.example'] });
    expect(inspectLicence(text, path)).toEqual(licence);
    expect(daysLeft(licence, NOW)).toBe(356);
  });

  it('is a flattened JWS with EdDSA and nothing secret in it', async () => {
    const { pair, text } = await fixture();
    const file: unknown = JSON.parse(text);
    expect(Object.keys(Object(file)).sort()).toEqual(['payload', 'protected', 'signature']);
    expect(text).not.toContain(pair.privateKey.d);
  });

  it('says with the documented words that it expired, and keeps the licence', async () => {
    const { publicKeys, text } = await fixture();
    const now = Date.parse('2027-11-22T00:00:01Z');
    const error = await refusal(verifyLicence(text, { publicKeys, path, now }));
    expect(error.code).toBe('license_expired');
    expect(error.message).toBe('License error. Current date is later than license expiration date');
    expect(error.licence?.client).toBe('Example Bank');
    await expect(readLicence(text, { publicKeys, path })).resolves.toBeDefined();
  });

  it('holds until the very end of its last moment', async () => {
    const { publicKeys, text } = await fixture();
    const now = Date.parse(INPUT.expires_at);
    await expect(verifyLicence(text, { publicKeys, path, now })).resolves.toBeDefined();
  });

  it.each([
    ['no JSON', () => '{'],
    ['JSON that is no licence', () => '{"a":1}'],
    ['an empty file', () => ''],
    [
      'an altered payload',
      (text: string) => altered(text, (payload) => ({ ...payload, origins: ['https://evil.example'] })),
    ],
    ['another algorithm', (text: string) => withHeader(text, { alg: 'none' })],
    ['another kind of document', (text: string) => withHeader(text, { typ: 'presence-origins' })],
    ['an unknown key', (text: string) => withHeader(text, { kid: 'other' })],
  ])('refuses %s with the documented words', async (_case, change) => {
    const { publicKeys, text } = await fixture();
    const error = await refusal(
      verifyLicence(change(text), { publicKeys, path: '/etc/license.json', now: NOW }),
    );
    expect(error.code).toBe('license_invalid');
    expect(error.message).toBe(
      'License error. Cannot parse license from </etc/license.json>, invalid format',
    );
    expect(error.detail).toBeTruthy();
  });

  it('refuses a licence of another issuer', async () => {
    const { text } = await fixture();
    const { publicKeys } = await fixture();
    expect((await refusal(verifyLicence(text, { publicKeys, path, now: NOW }))).code).toBe('license_invalid');
  });

  it('reads licences with keys that a later version adds', async () => {
    const { publicKeys, text } = await fixture({ ...INPUT, tier: 'gold' } as LicenceInput); // Not in the type on purpose.
    await expect(verifyLicence(text, { publicKeys, path, now: NOW })).resolves.not.toHaveProperty('tier');
  });
});

describe('issueLicence', () => {
  it('names every problem at once', async () => {
    const pair = await createKeyPair();
    const bad = { ...INPUT, origins: ['bank.example'], client: '' };
    const error = await refusal(issueLicence(bad, pair.privateKey));
    expect(error.code).toBe('licence_input_invalid');
    expect(error.message).toContain('bank.example');
    expect(error.message).toContain('client');
  });

  it('refuses one that ends before it begins', async () => {
    const pair = await createKeyPair();
    const error = await refusal(
      issueLicence({ ...INPUT, expires_at: '2026-01-01T00:00:00Z' }, pair.privateKey),
    );
    expect(error.message).toContain('expire before');
  });
});

describe('parsePublicKey', () => {
  it('refuses a private key without quoting it', async () => {
    const { privateKey } = await createKeyPair();
    expect(() => parsePublicKey(JSON.stringify(privateKey), 'key.json')).toThrow(/private key/);
    try {
      parsePublicKey(JSON.stringify(privateKey), 'key.json');
    } catch (error) {
      expect(String(error)).not.toContain(privateKey.d);
    }
  });
});

describe('verifyMasterSignature', () => {
  async function withMaster() {
    const master = await createKeyPair();
    const { publicKeys, text } = await fixture({ ...INPUT, master_key: master.publicKey });
    return { master, licence: await verifyLicence(text, { publicKeys, path, now: NOW }) };
  }

  it('adds origins the client signed', async () => {
    const { master, licence } = await withMaster();
    const signature = await signOrigins(
      { license_id: licence.license_id, origins: ['https://new.bank.example'] },
      master.privateKey,
    );
    expect(await verifyMasterSignature(licence, signature)).toEqual(['https://new.bank.example']);
  });

  it('refuses a signature for another licence', async () => {
    const { master, licence } = await withMaster();
    const signature = await signOrigins(
      { license_id: '3a1c2b8e-59c6-4d52-8f53-0d6f6f6f0002', origins: ['https://new.bank.example'] },
      master.privateKey,
    );
    expect((await refusal(verifyMasterSignature(licence, signature))).message).toContain('made for licence');
  });

  it('refuses another key, an altered text, garbage and a token of another kind', async () => {
    const { master, licence } = await withMaster();
    const other = await createKeyPair();
    const input = { license_id: licence.license_id, origins: ['https://new.bank.example'] };
    const right = await signOrigins(input, master.privateKey);
    const wrongKind = await new CompactSign(new TextEncoder().encode(JSON.stringify(input)))
      .setProtectedHeader({ alg: 'EdDSA', typ: 'presence-licence', kid: master.privateKey.kid ?? '' })
      .sign((await signerOf(master.privateKey)).key);
    const [head = '', , tail = ''] = right.split('.');
    const evil = Buffer.from(JSON.stringify({ ...input, origins: ['https://evil.example'] })).toString(
      'base64url',
    );
    for (const signature of [
      await signOrigins(input, other.privateKey),
      `${head}.${evil}.${tail}`,
      'x',
      '',
      wrongKind,
    ])
      expect((await refusal(verifyMasterSignature(licence, signature))).code).toBe('license_invalid');
  });

  it('refuses any signature when the licence names no master key', async () => {
    const { master } = await withMaster();
    const { publicKeys, text } = await fixture();
    const licence = await verifyLicence(text, { publicKeys, path, now: NOW });
    const signature = await signOrigins(
      { license_id: licence.license_id, origins: ['https://new.bank.example'] },
      master.privateKey,
    );
    expect((await refusal(verifyMasterSignature(licence, signature))).message).toContain('master_key');
  });
});

function altered(text: string, change: (payload: object) => object): string {
  const file = JSON.parse(text) as { payload: string }; // The fixture's own file.
  const payload: unknown = JSON.parse(Buffer.from(file.payload, 'base64url').toString());
  return JSON.stringify({ ...file, payload: encode(change(Object(payload))) });
}

function withHeader(text: string, change: object): string {
  const file = JSON.parse(text) as { protected: string }; // The fixture's own file.
  const header: unknown = JSON.parse(Buffer.from(file.protected, 'base64url').toString());
  return JSON.stringify({ ...file, protected: encode({ ...Object(header), ...change }) });
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
