import express from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { AdapterError } from '../model/adapter-error.ts';
import { contextOf } from '../model/request-context.ts';
import { type CorsConfig, captureOriginGuard, cors } from './cors.ts';

const CONFIG: CorsConfig = {
  cors_origins: ['https://shop.example'],
  cors_methods: ['GET', 'POST', 'OPTIONS'],
  cors_headers: ['X-Requested-With', 'content-type'],
};
const UNSET: CorsConfig = { ...CONFIG, cors_origins: [] };
const ANYONE: CorsConfig = { ...CONFIG, cors_origins: ['*'] };

function appWith(config: CorsConfig) {
  const app = express();
  app.use(cors(config));
  app.all('/open', (_req, response) => {
    response.json(contextOf(response));
  });
  app.all('/capture', captureOriginGuard(), (_req, response) => {
    response.json(contextOf(response));
  });
  app.use(((error, _req, response, _next) => {
    response.status(403).json({ code: error instanceof AdapterError ? error.code : String(error) });
  }) satisfies express.ErrorRequestHandler);
  return app;
}

const corsHeaders = (headers: Record<string, string>) =>
  Object.keys(headers).filter((name) => name.startsWith('access-control-'));

function preflight(config: CorsConfig, origin: string) {
  return request(appWith(config))
    .options('/capture')
    .set('Origin', origin)
    .set('Access-Control-Request-Method', 'POST')
    .set('Access-Control-Request-Headers', 'authorization,content-type');
}

describe('cors', () => {
  it('gives a listed origin its own name, and no credentials', async () => {
    const response = await request(appWith(CONFIG)).get('/capture').set('Origin', 'https://shop.example');
    expect(response.status).toBe(200);
    expect(response.headers['access-control-allow-origin']).toBe('https://shop.example');
    expect(response.headers['access-control-allow-credentials']).toBeUndefined();
    expect(response.headers.vary).toContain('Origin');
    expect(response.body).toEqual({ origin: 'https://shop.example', sameOrigin: false, originAllowed: true });
  });

  it.each([
    ['another origin', CONFIG, 'https://evil.example'],
    ['another scheme', CONFIG, 'http://shop.example'],
    ['another port', CONFIG, 'https://shop.example:444'],
    ['a subdomain', CONFIG, 'https://a.shop.example'],
    ['a longer name', CONFIG, 'https://shop.example.evil.com'],
    ['any origin when unset', UNSET, 'https://shop.example'],
  ])('refuses %s: no CORS header, never another origin', async (_case, config, origin) => {
    const capture = await request(appWith(config)).post('/capture').set('Origin', origin);
    expect(capture.status).toBe(403);
    expect(capture.body).toEqual({ code: 'origin_not_allowed' });
    expect(corsHeaders(capture.headers)).toEqual([]);
    expect(capture.headers.vary).toContain('Origin');
    const file = await request(appWith(config)).get('/open').set('Origin', origin);
    expect(corsHeaders(file.headers)).toEqual([]);
    const asked = await preflight(config, origin);
    expect(asked.status).toBe(403);
    expect(corsHeaders(asked.headers)).toEqual([]);
    expect(asked.headers.vary).toContain('Origin');
  });

  it('adds no CORS header to same-origin calls and lets them through', async () => {
    for (const config of [CONFIG, UNSET]) {
      const response = await request(appWith(config)).get('/capture').set('Sec-Fetch-Site', 'same-origin');
      expect(response.status).toBe(200);
      expect(response.body).toMatchObject({ sameOrigin: true, originAllowed: true });
      expect(corsHeaders(response.headers)).toEqual([]);
    }
    const post = await request(appWith(UNSET))
      .post('/capture')
      .set('Host', 'adapter.example')
      .set('Origin', 'http://adapter.example');
    expect(post.status).toBe(200);
    expect(corsHeaders(post.headers)).toEqual([]);
  });

  it.each([
    ['an explicit port', { Host: 'adapter.example:8080', Origin: 'http://adapter.example:8080' }, 0],
    [
      'a TLS proxy that is counted',
      {
        Host: 'inside:80',
        'X-Forwarded-Host': 'adapter.example',
        'X-Forwarded-Proto': 'https',
        Origin: 'https://adapter.example',
      },
      1,
    ],
  ])('knows its own origin with %s', async (_case, headers, hops) => {
    const app = appWith(UNSET).set('trust proxy', hops);
    const response = await request(app).post('/capture').set(headers);
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ sameOrigin: true, origin: headers.Origin });
  });

  it('does not believe forwarding headers of a proxy that is not counted', async () => {
    const response = await request(appWith(UNSET).set('trust proxy', 0)).post('/capture').set({
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
      Origin: 'https://evil.example',
    });
    expect(response.body).toEqual({ code: 'origin_not_allowed' });
  });

  it('answers the preflight of a listed origin', async () => {
    const response = await preflight(CONFIG, 'https://shop.example');
    expect(response.status).toBe(204);
    expect(response.text).toBe('');
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': 'X-Requested-With, content-type, Authorization, traceparent, esid',
      'access-control-max-age': '600',
    });
    expect(response.headers['access-control-allow-credentials']).toBeUndefined();
  });

  it('lets everyone in with *, but not a sandboxed frame or a server', async () => {
    const response = await request(appWith(ANYONE)).get('/capture').set('Origin', 'https://any.example');
    expect(response.headers['access-control-allow-origin']).toBe('*');
    expect(response.headers['access-control-allow-credentials']).toBeUndefined();
    for (const call of [
      request(appWith(ANYONE)).post('/capture').set('Origin', 'null'),
      request(appWith(ANYONE)).post('/capture'),
    ]) {
      const refused = await call;
      expect(refused.body).toEqual({ code: 'origin_missing' });
      expect(corsHeaders(refused.headers)).toEqual([]);
    }
  });

  it('leaves an OPTIONS that is no preflight to the routes', async () => {
    const response = await request(appWith(CONFIG)).options('/open');
    expect(response.status).toBe(200);
  });
});
