import JSZip from 'jszip';
import { expect, it } from 'vitest';
import { sealedEntries, zipOf } from '../support/container-fixture.ts';
import { useIntake } from '../support/intake-scene.ts';

// What an honest zip writer may do must not be refused: zip64, data descriptors, folder entries, deflated frames.
const scene = useIntake();

it('accepts a container in zip64 format', async () => {
  const { session, draft } = await scene.open();
  const zip = await zipOf(await sealedEntries(draft, session.key), true);
  expect((await session.upload(zip)).status).toBe(202);
});

it.each([
  { what: 'folder entries', options: {}, createFolders: true },
  { what: 'data descriptors', options: { streamFiles: true }, createFolders: false },
  { what: 'deflated frames', options: { compression: 'DEFLATE' }, createFolders: false },
] as const)('accepts a container with $what, as JSZip writes it', async ({ options, createFolders }) => {
  const { session, draft } = await scene.open();
  const zip = new JSZip();
  for (const { name, bytes } of await sealedEntries(draft, session.key))
    zip.file(name, bytes, { createFolders });
  const bytes = await zip.generateAsync({ type: 'nodebuffer', ...options });
  expect((await session.upload(bytes)).status).toBe(202);
});
