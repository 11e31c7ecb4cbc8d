import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AdapterUnderTest, startTestAdapter } from '../support/adapter-under-test.ts';
import { draftContainer, sealContainer } from '../support/container-fixture.ts';
import { type OzBackend, startOzBackend } from '../support/oz-backend.ts';

let backend: OzBackend;
let first: AdapterUnderTest;
let second: AdapterUnderTest;

// The load balancer's address is the page's origin at both.
const ORIGIN = 'http://localhost:7000';

beforeAll(async () => {
  backend = await startOzBackend();
  const env = { WA_CORS_ORIGINS: ORIGIN };
  first = await startTestAdapter(backend.apiUrl, { env });
  second = await startTestAdapter(backend.apiUrl, { env, dataDir: first.dataDir });
});
afterAll(async () => {
  await second.stop();
  await first.remove();
  await backend.stop();
});

async function openAt(adapter: AdapterUnderTest) {
  const { newClientKey } = await import('../support/container-fixture.ts');
  const key = await newClientKey();
  const answer = await adapter.call('/init.php', {
    method: 'POST',
    origin: ORIGIN,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action: ['video_selfie_left'], client_key: key.publicJwk }),
  });
  const init = await answer.json();
  return { init, container: await sealContainer(await draftContainer(init, { origin: ORIGIN }), key) };
}

function send(adapter: AdapterUnderTest, token: string, container: Buffer): Promise<Response> {
  return adapter.call('/request.php', {
    method: 'POST',
    origin: ORIGIN,
    headers: { 'content-type': 'application/zip', authorization: `Bearer ${token}` },
    body: new Uint8Array(container),
  });
}

it('opens at one replica, uploads at another and reads the result at the first', async () => {
  const { init, container } = await openAt(first);
  expect((await send(second, init.session_token, container)).status).toBe(202);
  const result = await first.call('/result.php?wait=20', {
    origin: ORIGIN,
    headers: { authorization: `Bearer ${init.session_token}` },
  });
  expect(await result.json()).toMatchObject({ state: 'finished' });
});

it('takes one of two uploads that reach both at once', async () => {
  const { init, container } = await openAt(first);
  const before = backend.folders.length;
  const answers = await Promise.all([first, second].map((one) => send(one, init.session_token, container)));
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
  const result = await second.call('/result.php?wait=20', {
    origin: ORIGIN,
    headers: { authorization: `Bearer ${init.session_token}` },
  });
  expect(await result.json()).toMatchObject({ state: 'finished' });
  expect(backend.folders.length).toBe(before + 1);
});
