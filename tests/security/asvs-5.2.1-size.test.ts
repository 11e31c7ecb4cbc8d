import { request } from 'node:http';
import { LIMITS } from '@presence/protocol';
import { expect, it } from 'vitest';
import { useIntake } from '../support/intake-scene.ts';

// OWASP ASVS 5.0, 5.2.1: only files of a size the application can process without losing performance are accepted.
const scene = useIntake();

it('refuses a container by its announced length, before reading it', async () => {
  const { session } = await scene.open();
  const status = await new Promise((resolve, reject) => {
    const call = request(`${scene.adapter().url}/request.php`, {
      method: 'POST',
      headers: {
        origin: scene.adapter().url,
        authorization: `Bearer ${session.init.session_token}`,
        'content-type': 'application/zip',
        'content-length': String(LIMITS.maxContainerBytes + 1),
      },
    });
    call.on('response', (answer) => resolve(answer.statusCode));
    call.on('error', reject);
    call.write('PK');
  });
  expect(status).toBe(413);
});

it('refuses an endless container of unannounced length at the limit, and keeps nothing', async () => {
  const { session } = await scene.open();
  const chunk = Buffer.alloc(1024 * 1024, 7);
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(sent === 0 ? Buffer.concat([Buffer.from('PK\u0003\u0004'), chunk]) : chunk);
      sent += chunk.length;
      if (sent > 4 * LIMITS.maxContainerBytes) controller.close();
    },
  });
  const answer = await scene.adapter().call('/request.php', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${session.init.session_token}`,
      'content-type': 'application/zip',
    },
    body,
    // Node's fetch wants this for a streamed body; the DOM type does not know it.
    ...({ duplex: 'half' } as object),
  });
  expect([answer.status, (await answer.json()).code]).toEqual([413, 'container_too_large']);
});

it('refuses JSON bodies over their limit', async () => {
  const answer = await scene.adapter().call('/init.php', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ pad: 'x'.repeat(LIMITS.maxJsonBytes) }),
  });
  expect(answer.status).toBe(413);
});
