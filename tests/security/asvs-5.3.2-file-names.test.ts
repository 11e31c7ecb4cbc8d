import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useIntake } from '../support/intake-scene.ts';

// OWASP ASVS 5.0, 5.3.2: files are stored under names the server made, never under the sender's.
const scene = useIntake();

it('uses nothing of the request for a path', async () => {
  await scene.backend().stop();
  const { session } = await scene.send();
  const spooled = await readdir(join(scene.adapter().dataDir, 'adapter', 'spool'));
  expect(spooled).toEqual([`${session.init.event_session_id}.zip`]);
  await scene.backend().restart();
});

it('gives the backend names it made itself', async () => {
  const { session } = await scene.send();
  await session.result();
  const names = scene.backend().folders.flatMap(({ media }) => media.map(({ fileName }) => fileName));
  expect(new Set(names)).toEqual(new Set(['01_video_selfie_left.zip']));
});
