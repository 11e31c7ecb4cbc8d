import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withPage } from '../support/fake-camera-browser.ts';
import { freePort } from '../support/free-port.ts';
import { type HostSite, payloadOf, runCapture, startHostSite } from '../support/host-page.ts';
import { type Nginx, startNginx } from '../support/nginx.ts';
import { type Stack, startStack } from '../support/stack.ts';

const run = promisify(execFile);
const PAGE = new URL('../../docs/production.md', import.meta.url);

/** The two examples for nginx: a host of its own with TLS, and a path of another site. */
async function examples(): Promise<readonly [host: string, path: string]> {
  const [host, path, ...more] = [...(await readFile(PAGE, 'utf8')).matchAll(/```nginx\n(.*?)```/gs)];
  if (host?.[1] === undefined || path?.[1] === undefined || more.length > 0)
    throw new Error('docs/production.md no longer holds two examples for nginx');
  return [host[1], path[1]];
}

/** The text with the names of the example replaced by ours; each has to occur. */
function filledIn(example: string, ours: Readonly<Record<string, string>>): string {
  return Object.entries(ours).reduce((text, [theirs, own]) => {
    if (!text.includes(theirs)) throw new Error(`"${theirs}" is not in the example`);
    return text.replaceAll(theirs, own);
  }, example);
}

let stack: Stack;
let site: HostSite;
let nginx: Nginx;
let adapterUrl = '';
let overTls = '';

beforeAll(async () => {
  site = await startHostSite(() => adapterUrl);
  stack = await startStack({ adapterEnv: { WA_CORS_ORIGINS: site.url, WA_TRUST_PROXY_HOPS: '1' } });
  const folder = stack.dataDir;
  const port = await freePort();
  const [certificate, key] = [join(folder, 'proxy.crt'), join(folder, 'proxy.key')];
  const subject = ['-subj', '/CN=localhost', '-days', '1', '-keyout', key, '-out', certificate];
  await run('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject]);
  const [host, path] = await examples();
  nginx = await startNginx({
    folder,
    http: filledIn(host, {
      'server 127.0.0.1:8080;': `server ${new URL(stack.url).host};`,
      'listen 443 ssl http2;': `listen 127.0.0.1:${port} ssl http2;`,
      'liveness.bank.example': 'localhost',
      '/etc/ssl/liveness/fullchain.pem': certificate,
      '/etc/ssl/liveness/privkey.pem': key,
    }),
    server: path,
  });
  overTls = `https://localhost:${port}`;
});
afterAll(async () => {
  await nginx.stop();
  await stack.stop();
  await site.close();
});

const camera = { clip: 'idle', args: ['--ignore-certificate-errors'] } as const;
const SUCCESS = { state: 'finished', analyses: { quality: { resolution: 'success' } } };

describe('behind the proxy of docs/production.md', () => {
  it.each([
    ['on a host of its own, over TLS', () => overTls],
    ['below a path of another site', () => `${nginx.url}/liveness`],
  ])('a page captures %s', async (_where, url) => {
    adapterUrl = url();
    const seen = await withPage(camera, async (page) => {
      const elsewhere: string[] = [];
      page.on('request', (request) => {
        if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(`${site.url}/`))
          elsewhere.push(request.url());
      });
      await page.goto(site.url);
      const records = await runCapture(page, { action: ['video_selfie_blank'] });
      expect(elsewhere.length).toBeGreaterThan(5);
      expect(elsewhere.filter((address) => !address.startsWith(`${adapterUrl}/`))).toEqual([]);
      return records;
    });
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete'), await stack.findings()).toMatchObject(SUCCESS);
  });

  it('the demo captures on the proxy’s own origin', async () => {
    const seen = await withPage(camera, async (page) => {
      await page.goto(`${overTls}/`);
      return runCapture(page, { action: ['video_selfie_blank'] });
    });
    expect(payloadOf(seen, 'on_complete'), await stack.findings()).toMatchObject(SUCCESS);
  });

  it('what operators ask is not for everybody', async () => {
    const statuses = ['metrics', 'readyz', 'license', 'healthz'].map(
      async (name) => (await fetch(`${nginx.url}/liveness/${name}`)).status,
    );
    expect(await Promise.all(statuses)).toEqual([403, 403, 403, 200]);
  });
});
