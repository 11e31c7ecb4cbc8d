import express from 'express';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { AdapterError } from '../model/adapter-error.ts';
import type { LicenceFacts, LicenceStatus } from '../model/licence-gate.ts';
import { type DebugParts, debugRoutes } from './debug-routes.ts';
import { createRecentErrors } from './recent-errors.ts';

const FACTS: LicenceFacts = {
  licenceId: 'lic-1',
  client: 'Bank & Sons <script>',
  origins: ['https://bank.example'],
  extraOrigins: ['https://new.example'],
  issuedAt: Date.parse('2026-11-22T00:00:00Z'),
  expiresAt: Date.parse('2027-11-22T00:00:00Z'),
  daysLeft: 365,
  features: { liveness: true, biometry: false, collection: false },
  limits: [{ name: 'analyses', limit: 1000, used: 10, usedPercent: 1 }],
  warnings: ['The licence expires in 3 days.'],
};

function appWith(part: { parts?: Partial<DebugParts>; status?: LicenceStatus } = {}) {
  const parts: DebugParts = {
    rows: [
      { key: 'debug', value: 'true', source: 'adapter/app_config.json', secret: false },
      { key: 'api_token', value: '(set, not shown)', source: 'WA_API_TOKEN', secret: true },
    ],
    warnings: ['cors_origins is "*"'],
    configState: () => ({ appliedAt: Date.parse('2026-11-22T08:00:00Z'), refusal: undefined }),
    apiUrl: 'http://engine:8000/api/',
    gate: {
      status: () => part.status ?? { kind: 'valid', facts: FACTS },
      requireLicence: (origin) => {
        if (origin !== 'https://bank.example')
          throw new AdapterError('license_origin_denied', 'License error. Origin is not in the list');
      },
    },
    corsAllows: (origin) => origin === 'https://bank.example',
    probeBackend: async () => ({ kind: 'reachable', latencyMs: 12, version: '6.4.0' }),
    recentErrors: createRecentErrors(),
    versions: { adapter: '0.1.0' },
    ...part.parts,
  };
  return express().use(debugRoutes(parts));
}

const pageOf = async (app: express.Express, query = '') => (await request(app).get(`/debug${query}`)).text;

describe('GET /debug', () => {
  it('shows configuration with sources, licence, backend and versions', async () => {
    const response = await request(appWith()).get('/debug');
    expect(response.status).toBe(200);
    expect(response.type).toBe('text/html');
    expect(response.headers['cache-control']).toBe('no-store');
    for (const text of [
      'adapter/app_config.json',
      'WA_API_TOKEN',
      '(set, not shown)',
      'lic-1',
      'https://bank.example, localhost; by master signature: https://new.example',
      '365 days left',
      '10 of 1000 analyses used',
      'The licence expires in 3 days.',
      'http://engine:8000/api/',
      'reachable',
      '12 ms',
      '6.4.0',
      '0.1.0',
      'cors_origins is &quot;*&quot;',
      'None since the start.',
    ])
      expect(response.text).toContain(text);
  });

  it('needs no inline script or style and escapes every value', async () => {
    const page = await pageOf(appWith(), `?origin=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(page.replace('<script type="module" src="plugin/selfcheck.js"></script>', '')).not.toMatch(
      /<script|<style|\sstyle=|\son[a-z]+=/i,
    );
    expect(page).toContain('Bank &amp; Sons &lt;script&gt;');
    expect(page).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
    expect(page).toContain('is not an origin');
  });

  it('says what is wrong with a configuration that was refused', async () => {
    const problems = ['debug (adapter/app_config.json): expected boolean <b>'];
    const configState = () => ({
      appliedAt: 0,
      refusal: { at: Date.parse('2026-11-22T09:00:00Z'), problems },
    });
    const page = await pageOf(appWith({ parts: { configState } }));
    expect(page).toContain('2026-11-22 09:00:00 UTC');
    expect(page).toContain('expected boolean &lt;b&gt;');
    expect(await pageOf(appWith())).not.toContain('refused');
  });

  it('tests an origin against licence and CORS', async () => {
    const good = await pageOf(appWith(), '?origin=https://BANK.example/');
    expect(good).toContain('<dd>https://bank.example:');
    expect(good.match(/class="good">allowed/g)).toHaveLength(2);
    expect(good).toContain('would be let in');
    const bad = await pageOf(appWith(), '?origin=https://evil.example');
    expect(bad).toContain('License error. Origin is not in the list');
    expect(bad).toContain('not in cors_origins');
    expect(bad).toContain('would be refused');
  });

  it('knows that its own pages need no CORS, and the ASCII form of a name', async () => {
    const gate = { status: () => ({ kind: 'loading' }) as const, requireLicence: () => {} };
    const app = appWith({ parts: { gate } });
    const ask = async (origin: string) =>
      (
        await request(app)
          .get(`/debug?origin=${encodeURIComponent(origin)}`)
          .set('Host', 'xn--bcher-kva.example')
      ).text;
    const own = await ask('http://xn--bcher-kva.example');
    expect(own).toContain('would be let in');
    expect(own).toContain('not needed');
    expect(await ask('https://BÜCHER.example')).toContain('<dd>https://xn--bcher-kva.example:');
    expect(await ask('https://bücher.example:8443')).toContain('would be refused');
    for (const none of ['null', 'bank.example', 'https://a@bank.example'])
      expect(await ask(none)).toContain('is not an origin');
  });

  it('shows a refused licence and an unreachable backend', async () => {
    const page = await pageOf(
      appWith({
        status: {
          kind: 'refused',
          code: 'license_invalid',
          message: 'License error. x',
          detail: 'no public key here has the id <b>',
          facts: undefined,
        },
        parts: { probeBackend: async () => ({ kind: 'unreachable', latencyMs: 3, reason: 'ECONNREFUSED' }) },
      }),
    );
    expect(page).toContain('License error. x');
    expect(page).toContain('no public key here has the id &lt;b&gt;');
    expect(page).toContain('unreachable: ECONNREFUSED');
  });

  it('escapes what strangers can put there, wherever it is shown', async () => {
    const hostile = '"><img src=x onerror=alert(1)>\'&';
    const recentErrors = createRecentErrors();
    recentErrors.record({
      time: 0,
      code: 'request_invalid',
      message: hostile,
      eventSessionId: hostile,
      request: `GET /${hostile}`,
    });
    const facts = {
      ...FACTS,
      licenceId: hostile,
      origins: [hostile],
      extraOrigins: [hostile],
      warnings: [hostile],
    };
    const page = await pageOf(
      appWith({
        status: { kind: 'valid', facts },
        parts: {
          rows: [{ key: 'lang_default', value: hostile, source: hostile, secret: false }],
          warnings: [hostile],
          apiUrl: hostile,
          probeBackend: async () => ({ kind: 'reachable', latencyMs: 1, version: hostile }),
          recentErrors,
          versions: { adapter: hostile, [hostile]: '1' },
        },
      }),
      `?esid=${encodeURIComponent(hostile)}`,
    );
    const times = (text: string) => page.split(text).length - 1;
    expect(times('alert(1)')).toBeGreaterThanOrEqual(15);
    expect(times('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;')).toBe(times('alert(1)'));
  });

  it('lists recent errors, newest first, with their session', async () => {
    const recentErrors = createRecentErrors(2);
    for (const id of ['id-one', 'id-two', 'id-three'])
      recentErrors.record({
        time: 0,
        code: 'rate_limited',
        message: 'm'.repeat(9000),
        eventSessionId: id,
        request: 'POST /init',
      });
    const page = await pageOf(appWith({ parts: { recentErrors } }));
    expect(page).not.toContain('id-one');
    expect(page.indexOf('id-three')).toBeLessThan(page.indexOf('id-two'));
    expect(page).toContain('1970-01-01 00:00:00 UTC');
    expect(page).not.toContain('m'.repeat(501));
    const searched = await pageOf(appWith({ parts: { recentErrors } }), '?esid=id-two');
    expect(searched).toContain('<code>id-two</code>');
    expect(searched).not.toContain('<code>id-three</code>');
    expect(await pageOf(appWith({ parts: { recentErrors } }), '?esid=<b>')).toContain('None of this session');
  });

  it('serves its style sheet as a file', async () => {
    const response = await request(appWith()).get('/debug.css');
    expect(response.type).toBe('text/css');
    expect(response.text).toContain('focus-visible');
  });

  it('gives every control a label and every table header a scope', async () => {
    const page = await pageOf(appWith());
    expect(page).toMatch(/<label><span>.*<\/span>\s*<input/);
    for (const header of page.match(/<th[ >][^>]*/g) ?? []) expect(header).toContain('scope=');
    for (const id of page.match(/aria-labelledby="([^"]+)"/g) ?? [])
      expect(page).toContain(`id="${id.slice('aria-labelledby="'.length, -1)}"`);
  });
});
