import { expect, it } from 'vitest';
import { newClientKey, sealContainer } from '../support/container-fixture.ts';
import { useIntake } from '../support/intake-scene.ts';

// OWASP ASVS 5.0, 16.3.3: attempts to bypass a security control are logged.
const scene = useIntake();

it('logs every refused container and token with its code and session, and counts it', async () => {
  const { session, draft } = await scene.open();
  await session.upload(await sealContainer(draft, await newClientKey()));
  await session.upload(Buffer.from('no zip'), `${session.init.session_token}x`);
  await scene.adapter().call('/config.php', { origin: 'https://evil.example' });
  const lines = scene.adapter().logs.map((line): Record<string, unknown> => JSON.parse(line));
  const event_session_id = session.init.event_session_id;
  expect(lines).toContainEqual(
    expect.objectContaining({ code: 'container_signature_invalid', event_session_id }),
  );
  expect(lines).toContainEqual(expect.objectContaining({ code: 'session_token_invalid' }));
  expect(lines).toContainEqual(expect.objectContaining({ code: 'origin_not_allowed' }));
  const metrics = await (await scene.adapter().call('/metrics')).text();
  expect(metrics).toContain(
    'presence_adapter_containers_refused_total{code="container_signature_invalid"} 1',
  );
  expect(metrics).toContain('presence_adapter_errors_total{code="session_token_invalid"} 1');
});
