import { ERROR_CODE_TABLE, ERROR_CODES } from '@presence/protocol';
import express from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { AdapterError } from '../model/adapter-error.ts';
import type { LogFields } from '../model/logger.ts';
import type { RecentError } from '../model/recent-errors.ts';
import { addToContext } from '../model/request-context.ts';
import { errorHandler } from './error-handler.ts';
import { methodNotAllowed, notFound } from './not-found.ts';
import { phpRewrite, withoutPhp } from './php-rewrite.ts';
import { securityHeaders } from './security-headers.ts';
import { statusOf } from './status-of.ts';

function appThrowing(thrown: unknown) {
  const lines: { level: string; fields: LogFields }[] = [];
  const recent: RecentError[] = [];
  const log = (level: string) => (fields: LogFields) => {
    lines.push({ level, fields });
  };
  const app = express();
  app.use(securityHeaders(), phpRewrite());
  app
    .route('/init')
    .get(async (_request, response) => {
      addToContext(response, { eventSessionId: 'esid-1' });
      throw thrown;
    })
    .all(methodNotAllowed('GET'));
  app.post('/json', express.json({ limit: 100 }), (_request, response) => {
    response.json({});
  });
  app.get('/half', (_request, response) => {
    response.write('half');
    throw thrown;
  });
  app.get('/left', (_request, response) => {
    response.destroy();
    throw thrown;
  });
  app.use(notFound());
  app.use(
    errorHandler({
      logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
      clock: { now: () => 5 },
      recentErrors: { record: (error) => recent.push(error), list: () => recent },
      annotations: new Map(),
    }),
  );
  return { app, lines, recent };
}

describe('errorHandler', () => {
  it('makes no error of a client that went away', async () => {
    const closed = Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
    const { app, lines, recent } = appThrowing(closed);
    await expect(request(app).get('/left')).rejects.toThrow();
    expect(recent).toEqual([]);
    expect(lines.map(({ level }) => level)).toEqual(['debug']);
  });

  it('answers our errors with their code, status and context', async () => {
    const { app, lines, recent } = appThrowing(
      new AdapterError('rate_limited', 'Too many.', { retryAfterSeconds: 1.2, context: { limit: 3 } }),
    );
    const response = await request(app).get('/init.php?iin=1234');
    expect(response.status).toBe(429);
    expect(response.headers).toMatchObject({ 'retry-after': '2', 'cache-control': 'no-store' });
    expect(response.body).toEqual({
      code: 'rate_limited',
      event_session_id: 'esid-1',
      message: 'Too many.',
      context: { limit: 3 },
    });
    expect(lines).toEqual([
      {
        level: 'info',
        fields: { code: 'rate_limited', event_session_id: 'esid-1', call: 'GET /init.php', status: 429 },
      },
    ]);
    expect(recent).toEqual([
      {
        time: 5,
        code: 'rate_limited',
        message: 'Too many.',
        eventSessionId: 'esid-1',
        request: 'GET /init.php',
      },
    ]);
  });

  it.each([new Error('secret path /srv/x'), 'a thrown text', undefined, null])(
    'hides what it does not know: %s',
    async (thrown) => {
      const { app, lines } = appThrowing(thrown);
      const response = await request(app).get('/init');
      expect(response.status).toBe(500);
      expect(response.body).toMatchObject({
        code: 'internal_error',
        event_session_id: 'esid-1',
        context: {},
      });
      expect(JSON.stringify(response.body)).not.toMatch(/secret|thrown text/);
      expect(lines[0]?.level).toBe('error');
    },
  );

  it('keeps the meaning of what Express refuses', async () => {
    const { app } = appThrowing(undefined);
    const post = (body: string, type = 'application/json') =>
      request(app).post('/json').set('Content-Type', type).send(body);
    expect((await post('{')).body).toMatchObject({ code: 'request_invalid' });
    expect((await post(JSON.stringify({ a: 'x'.repeat(200) }))).body).toMatchObject({
      code: 'container_too_large',
    });
    expect((await post('{}', 'application/json; charset=nonsense')).body).toMatchObject({
      code: 'media_type_unsupported',
    });
    expect((await request(app).get('/%E0%A4%A')).status).toBe(404);
  });

  it('cuts a half-sent reply off', async () => {
    const { app, lines } = appThrowing(new AdapterError('storage_full', 'Full.'));
    await expect(request(app).get('/half')).rejects.toThrow();
    expect(lines[0]?.fields).toMatchObject({ code: 'storage_full', status: 507 });
  });

  it('says 404 and 405', async () => {
    const { app } = appThrowing(undefined);
    const missing = await request(app).get('/nothing?token=secret');
    expect(missing.status).toBe(404);
    expect(missing.body).toMatchObject({ code: 'not_found', message: 'There is nothing at /nothing.' });
    const wrong = await request(app).delete('/init.php');
    expect(wrong.status).toBe(405);
    expect(wrong.headers.allow).toBe('GET');
  });
});

describe('statusOf', () => {
  it('has a client or server error for every code', () => {
    for (const code of ERROR_CODES) expect(statusOf(code)).toBeGreaterThanOrEqual(400);
  });

  it('gives 500 to no code of the adapter but internal_error', () => {
    for (const { code, origin } of ERROR_CODE_TABLE)
      if (origin === 'adapter') expect(statusOf(code), code).not.toBe(500);
  });

  it('maps the upstream as documented: 5xx to 502, timeout to 504, 429 stays', () => {
    expect([statusOf('backend_unreachable'), statusOf('backend_timeout'), statusOf('rate_limited')]).toEqual([
      502, 504, 429,
    ]);
  });
});

describe('withoutPhp', () => {
  it.each([
    ['/init.php', '/init'],
    ['/result.php?wait=5', '/result?wait=5'],
    ['/plugin_liveness.php?ver=1.php', '/plugin_liveness?ver=1.php'],
    ['/best-shot.php', '/best-shot'],
    ['/init', '/init'],
    ['/plugin/a.php', '/plugin/a.php'],
    ['/init.php/x', '/init.php/x'],
    ['/init.phpx', '/init.phpx'],
    ['/?a=/init.php', '/?a=/init.php'],
  ])('%s is %s', (url, plain) => {
    expect(withoutPhp(url)).toBe(plain);
  });
});

describe('securityHeaders', () => {
  it('forbids inline code, other hosts and framing by others', async () => {
    const { headers } = await request(appThrowing(undefined).app).get('/nothing');
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|https?:/);
    expect(policy).toContain("frame-ancestors 'self'");
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it.each([
    ['/plugin_liveness.php', 'cross-origin'],
    ['/plugin_liveness', 'cross-origin'],
    ['/plugin/a.js', 'cross-origin'],
    ['/tm.php', 'cross-origin'],
    ['/tmp', 'same-origin'],
    ['/plugins', 'same-origin'],
    ['/plugin_liveness.php.bak', 'same-origin'],
    ['/result', 'same-origin'],
  ])('%s may be embedded: %s', async (path, policy) => {
    const { headers } = await request(appThrowing(undefined).app).get(path);
    expect(headers['cross-origin-resource-policy']).toBe(policy);
  });
});
