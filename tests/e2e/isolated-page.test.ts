import { expect, it } from 'vitest';
import { startBench } from '../support/browser-session.ts';
import { payloadOf, runCapture, startHostSite } from '../support/host-page.ts';

it('captures on a cross-origin isolated page of another origin, which may keep nothing in the browser', async () => {
  let adapter = '';
  const site = await startHostSite(() => adapter, {
    headers: () => ({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'permissions-policy': 'camera=(self)',
      'referrer-policy': 'no-referrer',
    }),
  });
  const bench = await startBench({ adapterEnv: { WA_CORS_ORIGINS: site.url } });
  adapter = bench.stack.url;
  try {
    const { seen, isolated } = await bench.visit({ clip: 'idle' }, async (page) => {
      await page.addInitScript(() => {
        for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
          Object.defineProperty(window, name, {
            get: () => {
              throw new DOMException('The page may keep nothing.', 'SecurityError');
            },
          });
      });
      await page.goto(site.url);
      return {
        isolated: await page.evaluate(() => crossOriginIsolated),
        seen: await runCapture(page, { action: ['video_selfie_blank'] }),
      };
    });
    expect(isolated).toBe(true);
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete')).toMatchObject({ state: 'finished' });
  } finally {
    await bench.stop();
    await site.close();
  }
});
