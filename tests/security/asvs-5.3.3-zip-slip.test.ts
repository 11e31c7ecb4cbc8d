import { expect, it } from 'vitest';
import { renamed, useIntake } from '../support/intake-scene.ts';

// OWASP ASVS 5.0, 5.3.3: paths in an archive are ignored or refused (zip slip).
const scene = useIntake();

it('refuses names that lead out of the container, in any spelling', async () => {
  const names = [
    '../../x1.jpg',
    '/etc/pas.jpg',
    'C:\\wind0.jpg',
    'a/../../b.jp',
    '..\\..\\x.jpg',
    'a//./././.jp',
  ];
  for (const name of names) {
    const innocent = 'abcdefgh.jpg';
    const reply = await scene.send({
      edit: (all) => [...all, { name: innocent, bytes: Buffer.from('x') }],
      patch: (zip) => renamed(zip, innocent, name.padEnd(innocent.length, 'g')),
    });
    expect([name, reply.code]).toEqual([name, 'container_malformed']);
  }
});

it('refuses the same name twice, and an unlisted folder', async () => {
  const twice = await scene.send({ edit: (all) => [...all, ...all.slice(0, 1)] });
  expect(twice.code).toBe('container_malformed');
  const folder = await scene.send({
    edit: (all) => [...all, { name: 'abcd.jpg', bytes: Buffer.alloc(0), mode: 0o040755 }],
    patch: (zip) => renamed(zip, 'abcd.jpg', 'abcdefg/'),
  });
  expect(folder.code).toBe('container_file_extra');
});
