import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bench, startBench } from '../support/browser-session.ts';
import { payloadOf, runCapture } from '../support/host-page.ts';
import { BACKEND_TOKEN, type OzBackend, startOzBackend } from '../support/oz-backend.ts';

let backend: OzBackend;
let bench: Bench;
beforeAll(async () => {
  backend = await startOzBackend();
  bench = await startBench({
    engine: false,
    config: { api_use_token: 'client', api_use_session_token: 'client' },
    adapterEnv: { WA_API_URL: backend.apiUrl },
  });
});
afterAll(async () => {
  await bench?.stop();
  await backend?.stop();
});

it("a page's tokens and metadata reach the backend; a licence of its own and a missing token do not pass for one", async () => {
  const meta = { transaction_id: 'tx-7', end_user_id: 'user-7', iin: '770101300123', branch: 'Алматы' };
  await bench.visit({ clip: 'idle' }, async (page) => {
    const options = { action: ['video_selfie_best'], session_token: 'session-token-of-the-page' };
    const refused = await runCapture(page, options);
    expect(payloadOf(refused, 'on_error')).toMatchObject({ code: 'client_token_missing' });
    expect(backend.seen).toEqual([]);
    await page.reload();

    const license = { payload: 'of the page' };
    const seen = await runCapture(page, {
      ...options,
      token: BACKEND_TOKEN,
      meta,
      license,
      licenseUrl: `${bench.site.url}/license.json`,
    });
    expect(payloadOf(seen, 'on_error')).toBeUndefined();
    expect(payloadOf(seen, 'on_complete')).toMatchObject({ state: 'finished' });
  });
  const upload = backend.seen.find(({ method, path }) => method === 'POST' && path.endsWith('/folders'));
  expect(upload?.headers).toMatchObject({
    'x-forensic-access-token': BACKEND_TOKEN,
    'x-forensic-session-token': 'session-token-of-the-page',
  });
  expect(backend.folders.map(({ metaData }) => metaData)).toEqual([expect.objectContaining(meta)]);
});
