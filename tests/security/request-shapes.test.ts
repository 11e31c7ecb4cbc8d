import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { LIMITS } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import { sealContainer } from '../support/container-fixture.ts';
import { useIntake } from '../support/intake-scene.ts';

// Requests that no honest client sends: each is refused as a whole, and what hides behind it is never taken for a request.
const scene = useIntake({ config: { debug: true } });

const HIDDEN = 'GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

/** Sends these bytes and answers all that was said until the adapter ended the connection. */
async function say(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(scene.adapter().url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(bytes, 'latin1');
  return text(socket);
}

const statuses = (said: string) => [...said.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => status);

describe('one request and not two', () => {
  const post = (headers: string, body: string) =>
    `POST /init.php HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n${body}`;
  it.each([
    ['both lengths', post(`Content-Length: 6\r\nTransfer-Encoding: chunked`, `0\r\n\r\n${HIDDEN}`)],
    ['two lengths', post(`Content-Length: 0\r\nContent-Length: ${HIDDEN.length}`, HIDDEN)],
    ['a list of lengths', post(`Content-Length: 0, ${HIDDEN.length}`, HIDDEN)],
    ['a length with a sign', post('Content-Length: +5', `abcde${HIDDEN}`)],
    ['a length that is none', post('Content-Length: 0x5', `abcde${HIDDEN}`)],
    ['a chunk size that is none', post('Transfer-Encoding: chunked', `0xz\r\n\r\n${HIDDEN}`)],
    ['a chunk size beyond all numbers', post('Transfer-Encoding: chunked', `${'f'.repeat(17)}\r\n${HIDDEN}`)],
    [
      'a chunk that is longer than it says',
      post('Transfer-Encoding: chunked', `1\r\nabc\r\n0\r\n\r\n${HIDDEN}`),
    ],
    ['an unknown transfer coding', post('Transfer-Encoding: chunked, identity', `0\r\n\r\n${HIDDEN}`)],
    ['a space before the colon', post('Transfer-Encoding : chunked', `0\r\n\r\n${HIDDEN}`)],
    ['a folded header', post('X: a\r\n b\r\nContent-Length: 0', HIDDEN)],
    ['a bare line feed', `POST /init.php HTTP/1.1\nHost: a\nContent-Length: 0\n\n${HIDDEN}`],
    ['a NUL in a header', post('X: a\u0000b', HIDDEN)],
    ['no host', `GET /healthz HTTP/1.1\r\n\r\n${HIDDEN}`],
    ['headers without end', post(`X: ${'x'.repeat(100_000)}`, HIDDEN)],
    [
      'two thousand headers',
      post(Array.from({ length: 2000 }, (_, i) => `X-${i}: abcdefgh`).join('\r\n'), HIDDEN),
    ],
  ])('%s', async (_what, bytes) => {
    const said = await say(bytes);
    expect(statuses(said)).toHaveLength(1);
    expect(statuses(said)[0]).toMatch(/^4(00|03|31)$/);
    expect(said).not.toContain('"ok"');
  });

  it('an expectation it does not know is refused, and 100-continue is no way round the token', async () => {
    const ask = (expectation: string) =>
      `POST /request.php HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: ${expectation}\r\nContent-Length: 5\r\n\r\n`;
    expect(statuses(await say(ask('everything')))).toEqual(['417']);
    expect(statuses(await say(ask('100-continue'))).at(-1)).toBe('403');
  });
});

describe('every address takes its own method alone', () => {
  const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'];

  it('and says which that is', async () => {
    const described = await scene.adapter().client.openapi();
    const paths = described.ok ? Object.entries(described.value.paths) : [];
    expect(paths.length).toBeGreaterThan(12);
    for (const [template, operations] of paths) {
      const taken = Object.keys(operations).map((method) => method.toUpperCase());
      const path = template.replace('{file}', 'ozliveness.css');
      for (const method of METHODS) {
        if (taken.includes(method) || (method === 'HEAD' && taken.includes('GET'))) continue;
        const answer = await scene.adapter().call(path, { method });
        // Express answers OPTIONS to the developer's page by itself.
        const refused = method === 'OPTIONS' && path === '/debug.php' ? 200 : 405;
        expect([method, path, answer.status]).toEqual([method, path, refused]);
        expect(answer.headers.get('allow')).toContain(taken.join(', '));
      }
    }
  });

  it('and HEAD says what GET does, without the body', async () => {
    for (const path of ['/config.php', '/healthz', '/metrics', '/plugin_liveness.php', '/nothing']) {
      const [got, head] = [
        await scene.adapter().call(path),
        await scene.adapter().call(path, { method: 'HEAD' }),
      ];
      expect([path, head.status, await head.text()]).toEqual([path, got.status, '']);
      await got.body?.cancel();
    }
  });
});

describe('an address that is not quite one', () => {
  it.each([
    '//healthz',
    '/%68ealthz/..%2f',
    '/plugin/../healthz',
    '/plugin/%2e%2e/%2e%2e/package.json',
    '/plugin/..%2f..%2fpackage.json',
    '/plugin/..%5c..%5cpackage.json',
    '/plugin/ozliveness.css%00.js',
    '/plugin/%zz',
    '/%00',
    '/%c0%ae%c0%ae/etc/passwd',
    '/request.php/../../etc/passwd',
    '/config.php.php',
    '/config.php%00',
    `/${'long/'.repeat(1600)}`,
  ])('%.40s', async (path) => {
    const said = await say(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(statuses(said)).toHaveLength(1);
    expect(statuses(said)[0]).toMatch(/^40[04]$/);
    expect(said).toContain('"code":"');
    expect(said).not.toMatch(/root:|"dependencies"|node_modules|\/tmp\//);
  });

  it('of an absolute request line or another host gains nothing', async () => {
    const { port } = new URL(scene.adapter().url);
    const line = `GET http://evil.example/config.php HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://evil.example\r\n`;
    expect(statuses(await say(`${line}Connection: close\r\n\r\n`))).toEqual(['404']);
    // A page that points its own name at the adapter (DNS rebinding) is of one origin with it; the licence does not name it.
    const rebound = 'GET /config.php HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\n';
    const said = await say(`${rebound}Connection: close\r\n\r\n`);
    expect(said).toContain('license_origin_denied');
    const forwarded = `GET /config.php HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nOrigin: https://evil.example\r\n`;
    expect(await say(`${forwarded}Connection: close\r\n\r\n`)).toContain('origin_not_allowed');
  });
});

describe('a body that is not what it should be', () => {
  it('packed, is unpacked up to the limit where JSON is taken, and refused where a container is', async () => {
    const post = (path: string, headers: Record<string, string>, body: Buffer) =>
      scene.adapter().call(path, { method: 'POST', headers, body: new Uint8Array(body) });
    const json = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    expect((await post('/init.php', json, gzipSync(Buffer.alloc(LIMITS.maxJsonBytes + 1, ' ')))).status).toBe(
      413,
    );
    expect((await post('/init.php', json, Buffer.from('no gzip'))).status).toBe(400);
    for (const path of ['/init.php', '/tm.php']) {
      const odd = await post(path, { ...json, 'content-encoding': 'zstd-of-mine' }, Buffer.from('{}'));
      expect([path, odd.status, (await odd.json()).code]).toEqual([path, 415, 'media_type_unsupported']);
    }
    const { session, draft } = await scene.open();
    const container = await sealContainer(draft, session.key);
    const zip = {
      'content-type': 'application/zip',
      'content-encoding': 'gzip',
      authorization: `Bearer ${session.init.session_token}`,
    };
    for (const body of [container, gzipSync(container)]) {
      const refused = await post('/request.php', zip, body);
      expect([refused.status, (await refused.json()).code]).toEqual([415, 'media_type_unsupported']);
    }
    expect((await session.upload(container)).status).toBe(202);
  });
});
