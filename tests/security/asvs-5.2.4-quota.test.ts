import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { draftContainer, sealContainer } from '../support/container-fixture.ts';
import { useIntake } from '../support/intake-scene.ts';

// OWASP ASVS 5.0, 5.2.4: a quota keeps one user from filling the storage. Here: one container a session, a few tries.
const scene = useIntake();

it('keeps one container of a session, and none of the refused ones', async () => {
  await scene.backend().stop();
  const { session, draft } = await scene.open();
  for (let round = 0; round < 3; round += 1)
    expect((await session.upload(Buffer.from('PK nothing'))).status).toBe(422);
  const container = await sealContainer(draft, session.key);
  expect((await session.upload(container)).status).toBe(202);
  expect((await session.upload(container)).status).toBe(409);
  const folder = join(scene.adapter().dataDir, 'adapter');
  expect(await readdir(join(folder, 'spool'))).toEqual([`${session.init.event_session_id}.zip`]);
  expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  await scene.backend().restart();
});

it('takes no more than five refused containers of a session', async () => {
  const { session } = await scene.open();
  for (let round = 0; round < 5; round += 1)
    expect((await session.upload(Buffer.from('no'))).status).toBe(422);
  const honest = await draftContainer(session.init, { origin: scene.adapter().url });
  expect((await session.upload(await sealContainer(honest, session.key))).status).toBe(409);
});
