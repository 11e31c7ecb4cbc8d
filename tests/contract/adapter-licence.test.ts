import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyPair, issueLicence, type LicenceInput } from '@presence/licensing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdapterUnderTest, startTestAdapter } from '../support/adapter-under-test.ts';
import { captureThrough } from '../support/capture-through.ts';
import { BANK_LICENCE } from '../support/test-licence.ts';
import { type CaptureBackend, onEveryBackend } from './on-every-backend.ts';

onEveryBackend((start) => {
  let folder: string;
  let backend: CaptureBackend;
  let adapter: AdapterUnderTest;
  let issue: (change: Partial<LicenceInput>) => Promise<void>;

  const INPUT: LicenceInput = {
    ...BANK_LICENCE,
    origins: ['https://*.example.com', 'https://xn--bcher-kva.example'],
    limits: { analyses: 10 },
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'presence-licence-'));
    const keys = join(folder, 'keys');
    await mkdir(keys);
    const issuer = await createKeyPair();
    await writeFile(join(keys, 'issuer.json'), JSON.stringify(issuer.publicKey));
    issue = async (change) =>
      writeFile(join(folder, 'license.json'), await issueLicence({ ...INPUT, ...change }, issuer.privateKey));
    await issue({});
    backend = await start();
    adapter = await startTestAdapter(backend.apiUrl, {
      env: {
        WA_LICENSE_FILE: join(folder, 'license.json'),
        WA_LICENSE_PUBLIC_KEYS: keys,
        WA_CORS_ORIGINS: '*',
      },
    });
  });
  afterAll(async () => {
    await adapter.remove();
    await backend.remove();
    await rm(folder, { recursive: true });
  });

  const licence = async () => (await adapter.call('/license', { origin: null })).json();
  /** Has the adapter read the licence and count now instead of at the next look. */
  const lookAgain = () => adapter.reconfigure({});

  it.each([
    ['https://shop.example.com', 200],
    ['https://bücher.example', 200],
    ['https://evil-example.com', 403],
    ['https://example.com', 403],
    ['https://shop.example.com.evil.com', 403],
    ['https://shop.example.com@evil.com', 403],
    ['https://shop.example.com:8443', 403],
    ['http://shop.example.com', 403],
    ['https://shop.example.com.', 403],
    ['https://xn--bcher-kva.example.evil.com', 403],
    ['https://localhost.evil.com', 403],
    ['null', 403],
  ])('a page of %s gets %i', async (origin, status) => {
    // A header holds latin letters only; a browser sends the ASCII form of a name.
    const sent = origin.includes('ü') ? new URL(origin).origin : origin;
    const answer = await adapter.call('/config.php', { origin: sent });
    await answer.body?.cancel();
    expect(answer.status).toBe(status);
  });

  describe('a limit of ten analyses', () => {
    const used = async (analyses: number) => {
      await writeFile(
        join(adapter.dataDir, 'adapter/usage', `${INPUT.license_id}.analyses`),
        '.'.repeat(analyses),
      );
      await lookAgain();
    };

    it('is counted by what finished, one for each video', async () => {
      await captureThrough(adapter, { action: ['video_selfie_left', 'video_selfie_smile'] });
      await lookAgain();
      expect(await licence()).toMatchObject({
        license_status: 'ok',
        analyses_limit: 10,
        liveness_balance: 8,
      });
    });

    it('warns from 15 % left, goes on to 110 % and stops above', async () => {
      await used(8);
      expect(await licence()).toMatchObject({ license_status: 'ok', warnings: [] });
      await used(9);
      expect(await licence()).toMatchObject({
        license_status: 'warning',
        warnings: ['9 of 10 analyses of the licence are used (90 %).'],
      });
      const metrics = await (await adapter.call('/metrics')).text();
      expect(metrics).toContain('presence_adapter_licence_limit_used_percent{limit="analyses"} 90');
      expect(metrics).toContain('presence_adapter_licence_warnings 1');
      await used(11);
      await adapter.open();
      await used(12);
      await expect(adapter.open()).rejects.toThrow('license_limit_exceeded');
      expect(await licence()).toMatchObject({
        license_status: 'error',
        liveness: false,
        liveness_balance: 0,
      });
    });

    it('is lifted by a new licence, and its count does not follow another id', async () => {
      await issue({ limits: { analyses: 20 } });
      await lookAgain();
      expect(await licence()).toMatchObject({ license_status: 'ok', liveness_balance: 8 });
      await issue({ license_id: '3a1c2b8e-59c6-4d52-8f53-0d6f6f6f0003' });
      await lookAgain();
      expect(await licence()).toMatchObject({ license_status: 'ok', liveness_balance: 10 });
    });
  });
});
