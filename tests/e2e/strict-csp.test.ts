import { expect, it } from 'vitest';
import { startBench } from '../support/browser-session.ts';
import { payloadOf, runCapture, startHostSite } from '../support/host-page.ts';

it.each([
  ['a strict content security policy', []],
  ['the same with Trusted Types', ["require-trusted-types-for 'script'", 'trusted-types presence-liveness']],
])('runs on a page of another origin under %s', async (_what, more) => {
  let adapter = '';
  const site = await startHostSite(() => adapter, {
    headers: () => ({
      'content-security-policy': [
        "default-src 'none'",
        `script-src ${adapter} 'wasm-unsafe-eval'`,
        `style-src ${adapter}`,
        `connect-src ${adapter}`,
        `img-src ${adapter} blob: data:`,
        'media-src blob:',
        'worker-src blob:',
        ...more,
      ].join('; '),
    }),
  });
  const bench = await startBench({ adapterEnv: { WA_CORS_ORIGINS: site.url } });
  adapter = bench.stack.url;
  try {
    const { seen, violations } = await bench.visit({ clip: 'idle' }, async (page) => {
      await page.addInitScript(() => {
        const list: string[] = [];
        Object.assign(window, { violations: list });
        document.addEventListener('securitypolicyviolation', (event) =>
          list.push(`${event.violatedDirective} ${event.blockedURI}`),
        );
      });
      await page.goto(site.url);
      const records = await runCapture(page, { action: ['video_selfie_blank'] });
      return {
        seen: records,
        violations: await page.evaluate(() => (window as unknown as { violations: string[] }).violations), // set above
      };
    });
    expect(violations).toEqual([]);
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete')).toMatchObject({ state: 'finished' });
    // The finder's worker and its WebAssembly are under the same policy, and it fails quietly.
    expect(bench.stack.adapter.output()).toContain('"event":"face.sighted"');
    expect(bench.stack.adapter.output()).not.toContain('"event":"finder.failed"');
  } finally {
    await bench.stop();
    await site.close();
  }
});
