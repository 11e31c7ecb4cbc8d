import { LIMITS } from '@presence/protocol';
import { expect, it } from 'vitest';
import type { ZipEntry } from '../support/container-fixture.ts';
import { patchedRecords, useIntake } from '../support/intake-scene.ts';

// OWASP ASVS 5.0, 5.2.3: uncompressed size and number of files are checked before a compressed file is unpacked.
const scene = useIntake();
const zeros = (name: string, bytes: number): ZipEntry => ({
  name,
  bytes: Buffer.alloc(bytes),
  compress: true,
});

it('refuses a file that would unpack to more than its limit', async () => {
  const bomb = zeros('bomb.jpg', LIMITS.maxFileBytes + 1);
  expect(await scene.send({ edit: (all) => [...all, bomb] })).toMatchObject({
    status: 413,
    code: 'container_too_large',
  });
});

it('refuses files that together would unpack to more than the limit', async () => {
  const many = Array.from({ length: 8 }, (_, index) => zeros(`b${index}.jpg`, 9 * 1024 * 1024));
  expect((await scene.send({ edit: (all) => [...all, ...many] })).code).toBe('container_too_large');
});

it('refuses 10 001 entries', async () => {
  const crowd = Array.from({ length: 10_001 }, (_, index) => zeros(`c${index}.jpg`, 0));
  expect((await scene.send({ edit: (all) => [...all, ...crowd] })).code).toBe('container_too_large');
});

it('refuses a file that unpacks to more than it announces', async () => {
  const liar = (zip: Buffer) =>
    patchedRecords(zip, (record, name) => {
      if (name === 'manifest.json') record.writeUInt32LE(100, 24);
    });
  expect((await scene.send({ patch: liar })).code).toBe('container_malformed');
});

it('refuses compression methods and encryption it does not know', async () => {
  const bzip2 = (zip: Buffer) => patchedRecords(zip, (record) => void record.writeUInt16LE(12, 10));
  const encrypted = (zip: Buffer) =>
    patchedRecords(zip, (record) => void record.writeUInt16LE(record.readUInt16LE(8) | 1, 8));
  for (const patch of [bzip2, encrypted])
    expect((await scene.send({ patch })).code).toBe('container_malformed');
});
