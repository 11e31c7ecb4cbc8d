import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { requireRoom } from './require-room.ts';

it('refuses when there is less than the reserve, and says so', async () => {
  await expect(requireRoom(tmpdir(), 1)).resolves.toBeUndefined();
  await expect(requireRoom(tmpdir(), Number.MAX_SAFE_INTEGER)).rejects.toMatchObject({
    code: 'storage_full',
    message: expect.stringContaining('PRESENCE_DATA'),
  });
});

it('lets a file system pass that does not tell', async () => {
  // Has no blocks at all.
  await expect(requireRoom('/proc', Number.MAX_SAFE_INTEGER)).resolves.toBeUndefined();
});
