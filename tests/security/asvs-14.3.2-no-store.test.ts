import { expect, it } from 'vitest';
import { useIntake } from '../support/intake-scene.ts';

// OWASP ASVS 5.0, 14.3.2: replies that may hold sensitive data are kept in no cache.
const scene = useIntake();

it('forbids storing on every dynamic address, refusals included', async () => {
  const { session } = await scene.send();
  const authorization = `Bearer ${session.init.session_token}`;
  const paths = [
    'config.php',
    'result.php?wait=20',
    'best-shot.php',
    'license',
    'healthz',
    'readyz',
    'metrics',
  ];
  for (const path of paths) {
    const answer = await scene.adapter().call(`/${path}`, { headers: { authorization } });
    expect([path, answer.headers.get('cache-control')]).toEqual([path, 'no-store']);
    expect([path, answer.headers.get('etag')]).toEqual([path, null]);
    await answer.body?.cancel();
  }
  for (const path of ['init.php', 'request.php', 'tm.php', 'nothing']) {
    const refused = await scene.adapter().call(`/${path}`, { method: 'POST' });
    expect([path, refused.headers.get('cache-control')]).toEqual([path, 'no-store']);
  }
});
