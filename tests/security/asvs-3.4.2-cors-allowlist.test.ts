import { describe, expect, it } from 'vitest';
import { useIntake } from '../support/intake-scene.ts';

// OWASP ASVS 5.0, 3.4.2: Access-Control-Allow-Origin is fixed or checked against a list of trusted origins.
const STRANGERS = [
  'https://evil.example',
  'https://shop.example.evil.example',
  'https://evilshop.example',
  'http://shop.example',
  'https://shop.example:8443',
  'null',
];
const ROUTES = ['/config.php', '/init.php', '/request.php', '/result.php', '/tm.php', '/best-shot.php'];

describe('with a list of origins', () => {
  const scene = useIntake({ env: { WA_CORS_ORIGINS: 'https://shop.example' } });

  it('names the listed origin to itself alone', async () => {
    const listed = await scene.adapter().call('/healthz', { origin: 'https://shop.example' });
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(listed.headers.get('vary')).toContain('Origin');
    expect(listed.headers.get('access-control-allow-credentials')).toBeNull();
    for (const origin of STRANGERS) {
      for (const path of ROUTES) {
        const answer = await scene.adapter().call(path, { origin });
        expect([path, answer.headers.get('access-control-allow-origin')]).toEqual([path, null]);
        expect(answer.headers.get('vary')).toContain('Origin');
      }
    }
  });
});

describe('without a list', () => {
  const scene = useIntake();

  it('adds no CORS header at all', async () => {
    for (const origin of [...STRANGERS, 'https://shop.example']) {
      const answer = await scene.adapter().call('/healthz', { origin });
      const names = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'));
      expect(names).toEqual([]);
    }
  });
});
