import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, startBench } from '../support/browser-session.ts';
import { payloadOf, runCapture } from '../support/host-page.ts';

// Nearly all of its time is waiting, so it stands among the tests that run side by side and not in tests/e2e.

/** Later builds of the detector's library report to their vendor about 60 s after loading; this waits longer. */
const WATCH_MS = 70_000;

interface NetLogEvent {
  readonly params?: { readonly url?: string; readonly initiator?: string };
}

/**
 * Hosts of every request in Chromium's own log that a page or one of its workers made, whatever the way. The browser asks its
 * vendor for updates by itself; those requests have no page as initiator.
 */
async function hostsAskedByPages(file: string): Promise<string[]> {
  const hosts = new Set<string>();
  for (const line of (await readFile(file, 'utf8')).split('\n')) {
    if (!line.includes('"initiator"')) continue;
    const { params } = JSON.parse(line.replace(/,$/, '')) as NetLogEvent; // one event a line
    if (params?.url && params.initiator && params.initiator !== 'not an origin')
      hosts.add(new URL(params.url).host);
  }
  return [...hosts];
}

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
      const records = await runCapture(page, { action: ['video_selfie_blank'] }, 120_000);
      await page.waitForTimeout(WATCH_MS);
      return records;
    });
    expect(payloadOf(seen, 'on_complete')).toMatchObject({ state: 'finished' });
    const hosts = await hostsAskedByPages(log);
    expect(hosts).toContain(new URL(bench.stack.url).host);
    const own = [bench.stack.url, bench.site.url].map((url) => new URL(url).host);
    expect(hosts.filter((host) => !own.includes(host))).toEqual([]);
  }, 240_000);
});
