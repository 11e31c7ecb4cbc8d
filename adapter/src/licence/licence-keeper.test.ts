import { writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyPair, issueLicence, type LicenceInput, signOrigins } from '@presence/licensing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AdapterError } from '../model/adapter-error.ts';
import type { UsageCounter } from '../model/licence-gate.ts';
import type { LogFields } from '../model/logger.ts';
import { createLicenceKeeper, type LicenceKeeper, msUntilMidnight } from './licence-keeper.ts';

const INPUT: LicenceInput = {
  license_id: '3a1c2b8e-59c6-4d52-8f53-0d6f6f6f0001',
  client: 'Bank',
  origins: ['https://bank.example'],
  issued_at: '2026-11-22T00:00:00Z',
  expires_at: '2027-11-22T00:00:00Z',
  features: { liveness: true, biometry: false, collection: false },
  limits: { analyses: 10 },
};

let folder = '';
const open: LicenceKeeper[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licence-'));
  await mkdir(join(folder, 'keys'));
});
afterEach(async () => {
  for (const keeper of open.splice(0)) keeper.close();
  await rm(folder, { recursive: true });
});

interface Part {
  readonly signature?: string;
  readonly counter?: UsageCounter;
  readonly now?: () => number;
  readonly fileCheckMs?: number;
}

async function keeperWith(part: Part = {}) {
  const lines: { level: string; fields: LogFields; message: string }[] = [];
  const record = (level: string) => (fields: LogFields, message: string) => {
    lines.push({ level, fields, message });
  };
  const keeper = await createLicenceKeeper({
    config: {
      license_file: join(folder, 'license.json'),
      license_public_keys: join(folder, 'keys'),
      master_license_signature: part.signature ?? null,
      analyses: { quality: true, biometry: false, documents: false },
      collection_ids: [],
    },
    logger: { debug: record('debug'), info: record('info'), warn: record('warn'), error: record('error') },
    clock: { now: part.now ?? (() => Date.parse('2026-12-01T00:00:00Z')) },
    ...(part.counter === undefined ? {} : { counter: part.counter }),
    fileCheckMs: part.fileCheckMs ?? 20,
  });
  open.push(keeper);
  return { keeper, lines };
}

async function install(input: LicenceInput = INPUT) {
  const pair = await createKeyPair();
  await writeFile(join(folder, 'keys', 'issuer.json'), JSON.stringify(pair.publicKey));
  const text = await issueLicence(input, pair.privateKey);
  await writeFile(join(folder, 'license.json'), text);
  return text;
}

function refusal(keeper: LicenceKeeper, origin: string | undefined): AdapterError {
  try {
    keeper.requireLicence(origin);
  } catch (error) {
    if (error instanceof AdapterError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('the licence keeper', () => {
  it('lets licensed origins and localhost through, and nobody else', async () => {
    const text = await install();
    const { keeper, lines } = await keeperWith();
    keeper.requireLicence('https://bank.example');
    keeper.requireLicence('http://localhost:3000');
    expect(refusal(keeper, 'https://evil.example')).toMatchObject({
      code: 'license_origin_denied',
      message: 'License error. Origin is not in the list permitted by license',
      context: { origin: 'https://evil.example' },
    });
    expect(refusal(keeper, undefined).code).toBe('origin_missing');
    expect(lines[0]).toMatchObject({ level: 'info', message: 'the licence is valid' });
    expect(JSON.stringify(lines)).not.toContain(String(Object(JSON.parse(text)).signature));
  });

  it('starts without a licence and says so with the documented words', async () => {
    const { keeper, lines } = await keeperWith();
    expect(refusal(keeper, 'http://localhost')).toMatchObject({
      code: 'license_not_found',
      message: `License error. License at <${join(folder, 'license.json')}> not found`,
    });
    expect(lines[0]?.level).toBe('error');
  });

  it('starts with a broken one', async () => {
    await install();
    await writeFile(join(folder, 'license.json'), '{');
    const { keeper, lines } = await keeperWith();
    expect(refusal(keeper, 'http://localhost')).toMatchObject({
      code: 'license_invalid',
      message: `License error. Cannot parse license from <${join(folder, 'license.json')}>, invalid format`,
    });
    expect(lines[0]?.fields).toMatchObject({ detail: 'It is not JSON.' });
  });

  it('starts without public keys', async () => {
    await install();
    await rm(join(folder, 'keys'), { recursive: true });
    const { keeper, lines } = await keeperWith();
    expect(refusal(keeper, 'http://localhost').code).toBe('license_invalid');
    expect(String(lines[0]?.fields.detail)).toContain('WA_LICENSE_PUBLIC_KEYS');
  });

  it('looks again at every midnight', async () => {
    await install();
    let now = Date.parse('2026-12-01T23:59:58Z');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { lines } = await keeperWith({ now: () => now, fileCheckMs: 1_000_000_000 });
      const routines = () => lines.filter(({ message }) => message === 'the licence is valid').length;
      expect(routines()).toBe(1);
      vi.advanceTimersByTime(1999);
      now += 2000;
      vi.advanceTimersByTime(1);
      await expect.poll(routines).toBe(2);
      // Armed again only once the routine is over.
      await expect.poll(() => vi.getTimerCount()).toBe(2);
      now += 86_400_000;
      vi.advanceTimersByTime(86_400_000);
      await expect.poll(routines).toBe(3);
    } finally {
      vi.useRealTimers();
    }
  });

  it('notices the moment a licence expires', async () => {
    await install();
    let now = Date.parse('2027-11-21T23:59:59Z');
    const { keeper } = await keeperWith({ now: () => now });
    keeper.requireLicence('https://bank.example');
    now += 2000;
    expect(refusal(keeper, 'https://bank.example')).toMatchObject({
      code: 'license_expired',
      message: 'License error. Current date is later than license expiration date',
    });
  });

  it('reads a licence that appears, changes and goes away, without a restart', async () => {
    const { keeper } = await keeperWith();
    await install();
    await expect.poll(() => keeper.status().kind).toBe('valid');
    await install({ ...INPUT, origins: ['https://other.example'] });
    await expect.poll(() => keeper.status()).toMatchObject({ facts: { origins: ['https://other.example'] } });
    await rm(join(folder, 'license.json'));
    await expect.poll(() => keeper.status()).toMatchObject({ kind: 'refused', code: 'license_not_found' });
  });

  it('looks sooner while there is no licence to go by', async () => {
    const { keeper } = await keeperWith({ fileCheckMs: 3_600_000 });
    await install();
    await expect.poll(() => keeper.status().kind, { timeout: 20_000 }).toBe('valid');
  });

  it('refuses nobody while the file is being written anew', async () => {
    const text = await install();
    const { keeper, lines } = await keeperWith();
    const file = join(folder, 'license.json');
    for (let count = 0; count < 60; count += 1) {
      writeFileSync(file, count % 2 ? '' : text.slice(0, 50));
      await new Promise((resolve) => setTimeout(resolve, 10));
      writeFileSync(file, text);
    }
    writeFileSync(join(folder, 'keys', 'note.json'), '{');
    await expect.poll(() => keeper.status().kind, { timeout: 20_000 }).toBe('refused');
    // The broken key, and nothing before it.
    const errors = lines.filter(({ level }) => level === 'error');
    expect(errors.map(({ fields }) => fields.detail)).toEqual([expect.stringContaining('note.json')]);
    expect(keeper.status()).toMatchObject({ detail: expect.stringContaining('note.json') });
  });

  it('notices that a public key is edited in place, or taken away', async () => {
    await install();
    const { keeper } = await keeperWith();
    const stranger = await createKeyPair();
    await writeFile(join(folder, 'keys', 'issuer.json'), JSON.stringify(stranger.publicKey));
    await expect.poll(() => keeper.status()).toMatchObject({ kind: 'refused', code: 'license_invalid' });
    await install();
    await expect.poll(() => keeper.status().kind).toBe('valid');
    await rm(join(folder, 'keys', 'issuer.json'));
    await expect.poll(() => keeper.status()).toMatchObject({ kind: 'refused', code: 'license_invalid' });
  });

  it('adds origins by master signature, and only by a right one', async () => {
    const master = await createKeyPair();
    await install({ ...INPUT, master_key: master.publicKey });
    const signature = await signOrigins(
      { license_id: INPUT.license_id, origins: ['https://new.example'] },
      master.privateKey,
    );
    const { keeper } = await keeperWith({ signature });
    keeper.requireLicence('https://new.example');

    const { keeper: wrong } = await keeperWith({ signature: `${signature.slice(0, -4)}AAAA` });
    expect(refusal(wrong, 'https://new.example').code).toBe('license_origin_denied');
    wrong.requireLicence('https://bank.example');
    expect(wrong.status()).toMatchObject({
      facts: { warnings: [expect.stringContaining('master_license_signature is not valid')] },
    });
  });

  it('stops captures above 110 % where something counts, and forgets a count that failed', async () => {
    await install();
    let analyses: number | Error = 11;
    const counter: UsageCounter = {
      analyses: async () => {
        if (analyses instanceof Error) throw analyses;
        return analyses;
      },
      faces: async () => null,
    };
    const { keeper, lines } = await keeperWith({ counter });
    keeper.requireLicence('https://bank.example');
    analyses = 12;
    await keeper.runRoutine();
    expect(refusal(keeper, 'https://bank.example').code).toBe('license_limit_exceeded');
    analyses = new Error('no database');
    await keeper.runRoutine();
    keeper.requireLicence('https://bank.example');
    expect(lines.some((line) => line.message.includes('could not be counted'))).toBe(true);
    analyses = 12;
    await keeper.countIfNeeded();
    expect(refusal(keeper, 'https://bank.example').code).toBe('license_limit_exceeded');
  });
});

describe('msUntilMidnight', () => {
  it.each([
    ['2026-11-22T23:59:59.000Z', 1000],
    ['2026-11-22T00:00:00.000Z', 86_400_000],
  ])('%s', (time, ms) => {
    expect(msUntilMidnight(Date.parse(time))).toBe(ms);
  });
});
