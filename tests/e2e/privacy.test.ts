import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../support/browser-session.ts';
import { payloadOf, runCapture } from '../support/host-page.ts';

/** Later builds of the detector's library report to their vendor about 60 s after loading; this waits longer. */
const WATCH_MS = 70_000;

describe('the page contacts no host but the adapter', () => {
  let bench: Bench;
  let folder: string;
  beforeAll(async () => {
    bench = await startBench();
    folder = await mkdtemp(join(tmpdir(), 'presence-netlog-'));
  });
  afterAll(async () => {
    await bench.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('during a capture and for a minute after', async () => {
    const log = join(folder, 'net.json');
    const seen = await bench.visit({ clip: 'idle', args: [`--log-net-log=${log}`] }, async (page) => {
      const records = await runCapture(page, { action: ['video_selfie_blank'] });
      await page.waitForTimeout(WATCH_MS);
      return records;
    });
    expect(payloadOf(seen, 'on_complete')).toMatchObject({ state: 'finished' });
    // Chromium's own log of every request it made, workers included, whoever asked for it.
    const hosts = new Set(
      [...(await readFile(log, 'utf8')).matchAll(/"url":"(https?|wss?):\/\/([^/"]+)/g)].map(
        (found) => found[2],
      ),
    );
    expect(hosts).toContain(new URL(bench.stack.url).host);
    const own = [bench.stack.url, bench.site.url].map((url) => new URL(url).host);
    expect([...hosts].filter((host) => host === undefined || !own.includes(host))).toEqual([]);
  });
});
