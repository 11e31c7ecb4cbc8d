import { expect, it } from 'vitest';
import { newClientKey } from '../support/container-fixture.ts';
import { useIntake } from '../support/intake-scene.ts';

// OWASP ASVS 5.0, 2.4.1: anti-automation keeps one caller from exhausting the application.
const scene = useIntake({ config: { rate_limit_per_minute: 5 } });

it('opens a limited number of sessions a minute for one address and says when to come back', async () => {
  const { publicJwk } = await newClientKey();
  const statuses: number[] = [];
  let last: Response | undefined;
  for (let round = 0; round < 7; round += 1) {
    last = await scene.adapter().call('/init.php', {
      method: 'POST',
      // Without a trusted proxy in front this header must not make a new caller of the same one.
      headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.0.0.${round}` },
      body: JSON.stringify({ client_key: publicJwk, action: ['video_selfie_left'] }),
    });
    statuses.push(last.status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await last?.json()).toMatchObject({ code: 'rate_limited' });
});
