import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBench } from '../support/browser-session.ts';
import { payloadOf, runCapture } from '../support/host-page.ts';
import { testLicence } from '../support/test-licence.ts';

describe('licence problems reach the page in the documented words', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'presence-licence-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const CASES = [
    [
      'license_not_found',
      /^License error\. License at <.+> not found$/,
      async () => join(folder, 'absent.json'),
      'localhost',
    ],
    [
      'license_invalid',
      /^License error\. Cannot parse license from <.+>, invalid format$/,
      async () => {
        const file = join(folder, 'broken.json');
        await writeFile(file, '{"payload":');
        return file;
      },
      'localhost',
    ],
    [
      'license_expired',
      /^License error\. Current date is later than license expiration date$/,
      () => testLicence(folder, { origins: [], expiresInDays: -1 }),
      'localhost',
    ],
    [
      'license_origin_denied',
      /^License error\. Origin is not in the list permitted by license$/,
      () => testLicence(folder, { origins: ['https://bank.example'], expiresInDays: 30 }),
      'bank.test',
    ],
  ] as const;

  it.each(CASES)('%s', async (code, message, licence, host) => {
    const licenceFile = await licence();
    const bench = await startBench({
      engine: false,
      adapterEnv: { WA_LICENSE_FILE: licenceFile, WA_LICENSE_PUBLIC_KEYS: join(folder, 'keys') },
      hosts: ['localhost', 'bank.test'],
    });
    try {
      const address = bench.site.url.replace('localhost', host);
      const args = [
        '--host-resolver-rules=MAP bank.test 127.0.0.1',
        `--unsafely-treat-insecure-origin-as-secure=${address}`,
      ];
      const error = await bench.visit({ clip: 'idle', args }, async (page) => {
        await page.goto(address);
        return payloadOf(await runCapture(page, { action: ['video_selfie_blank'] }), 'on_error');
      });
      expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    } finally {
      await bench.stop();
    }
  });
});
