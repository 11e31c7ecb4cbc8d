import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLicensing } from './run-licensing.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'licensing-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runLicensing(args, {
    readFile: (path) => readFile(path, 'utf8'),
    writeFile: (path, text, mode) => writeFile(path, text, { mode, flag: 'wx' }),
    print: (line) => out.push(line),
    printError: (line) => err.push(line),
    now: () => Date.parse('2026-11-22T00:00:00Z'),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
const at = (name: string) => join(folder, name);

describe('presence-licence', () => {
  it('makes a key, issues, inspects, verifies and adds origins', async () => {
    expect((await run('keygen', '--out', at('issuer'), '--comment', 'test')).code).toBe(0);
    expect((await run('keygen', '--out', at('master'))).code).toBe(0);
    expect((await stat(at('issuer.private.jwk.json'))).mode & 0o777).toBe(0o600);
    await mkdir(at('keys'));
    await copyFile(at('issuer.public.jwk.json'), at('keys/issuer.json'));
    const issued = await run(
      ...['issue', '--key', at('issuer.private.jwk.json'), '--client', 'Bank', '--days', '30'],
      ...['--origin', 'https://bank.example', '--feature', 'liveness', '--feature', 'biometry'],
      ...['--analyses', '500', '--master-key', at('master.public.jwk.json'), '--out', at('license.json')],
    );
    expect(issued).toEqual({ code: 0, out: `${at('license.json')} written`, err: '' });

    const shown = await run('inspect', at('license.json'));
    expect(JSON.parse(shown.out)).toMatchObject({
      client: 'Bank',
      origins: ['https://bank.example'],
      expires_at: '2026-12-22T00:00:00.000Z',
      features: { liveness: true, biometry: true, collection: false },
      limits: { analyses: 500 },
    });

    const verify = ['verify', at('license.json'), '--public-keys', at('keys')];
    expect(await run(...verify, '--origin', 'https://bank.example')).toMatchObject({ code: 0 });
    expect(await run(...verify, '--origin', 'https://new.example')).toMatchObject({
      code: 1,
      err: expect.stringContaining('License error. Origin is not in the list permitted by license'),
    });
    const signed = await run(
      ...['sign-origins', '--key', at('master.private.jwk.json')],
      ...['--licence', at('license.json'), '--origin', 'https://new.example'],
    );
    expect(signed.code).toBe(0);
    expect(
      (await run(...verify, '--origin', 'https://new.example', '--master-signature', signed.out)).code,
    ).toBe(0);
  });

  it('never overwrites a key', async () => {
    await run('keygen', '--out', at('once'));
    const before = await readFile(at('once.private.jwk.json'), 'utf8');
    expect((await run('keygen', '--out', at('once'))).code).toBe(2);
    expect(await readFile(at('once.private.jwk.json'), 'utf8')).toBe(before);
  });

  it('says with the documented words that a file is missing', async () => {
    const result = await run('inspect', '/nowhere/license.json');
    expect(result).toEqual({
      code: 1,
      out: '',
      err: 'License error. License at </nowhere/license.json> not found',
    });
  });

  it.each([
    [['frob'], /no command "frob"/],
    [['issue'], /--key is missing/],
    [['verify', '--frob'], /frob/],
    [['issue', '--key', 'k', '--out', 'o', '--feature', 'magic'], /magic is none of/],
  ])('explains %j', async (args, message) => {
    const result = await run(...args);
    expect(result.code).toBe(2);
    expect(result.err).toMatch(message);
  });
});
