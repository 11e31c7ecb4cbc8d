import { expect, it } from 'vitest';
import { useIntake } from '../support/intake-scene.ts';

// OWASP ASVS 5.0, 3.5.2: a call that relies on CORS cannot be made without a preflight, i.e. as a "simple" request.
const scene = useIntake({ env: { WA_CORS_ORIGINS: 'http://localhost:7000' } });
const SIMPLE_TYPES = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];

it('opens no session for the content types a form can send', async () => {
  for (const type of SIMPLE_TYPES) {
    const answer = await scene.adapter().call('/init.php', {
      method: 'POST',
      origin: 'http://localhost:7000',
      headers: { 'content-type': type },
      body: '{}',
    });
    expect([answer.status, (await answer.json()).code]).toEqual([415, 'media_type_unsupported']);
  }
});

it('takes no container without a header a form cannot send', async () => {
  for (const type of SIMPLE_TYPES) {
    const bare = await scene.adapter().call('/request.php', {
      method: 'POST',
      headers: { 'content-type': type },
      body: 'PK',
    });
    expect((await bare.json()).code).toBe('session_token_missing');
  }
});

it('refuses telemetry, which needs no preflight, by its Origin and its token', async () => {
  const beacon = (origin: string) =>
    scene.adapter().call('/tm.php', {
      method: 'POST',
      origin,
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({
        event_session_id: '00000000-0000-4000-8000-000000000000',
        session_token: 'x',
        events: [],
      }),
    });
  expect(await (await beacon('https://evil.example')).json()).toMatchObject({ code: 'origin_not_allowed' });
  expect(await (await beacon('http://localhost:7000')).json()).toMatchObject({
    code: 'session_token_invalid',
  });
});

it('answers the preflight of a listed origin and of no other', async () => {
  const preflight = (origin: string) =>
    scene.adapter().call('/request.php', {
      method: 'OPTIONS',
      origin,
      headers: {
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
  const allowed = await preflight('http://localhost:7000');
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('authorization');
  const refused = await preflight('https://evil.example');
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null]);
});
