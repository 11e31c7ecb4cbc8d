import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlobStore, StageOptions } from '../../packages/engine/src/model/blob-store.ts';

export interface BlobsImplementation {
  readonly name: string;
  open(): Promise<{ readonly blobs: BlobStore; remove(): Promise<void> }>;
}

const NAME = `${'n'.repeat(32)}.zip`;
const OPTIONS: StageOptions = {
  maxBytes: 1000,
  label: 'File part "a"',
  signal: new AbortController().signal,
};

/** What every blob store must do. */
export function describeBlobs(implementation: BlobsImplementation): void {
  describe(`blobs: ${implementation.name}`, () => {
    let blobs: BlobStore;
    let remove: () => Promise<void>;
    beforeEach(async () => {
      ({ blobs, remove } = await implementation.open());
    });
    afterEach(async () => {
      await remove();
    });

    it('keeps the ending of a name, by which readers tell the type', async () => {
      const folderId = randomUUID();
      await blobs.write(folderId, NAME, Buffer.from('one'));
      const blob = await blobs.local(folderId, NAME);
      expect(blob?.path).toMatch(/\.zip$/);
      await blob?.release();
    });

    const content = async (folderId: string, name: string) => {
      const blob = await blobs.local(folderId, name);
      if (!blob) return undefined;
      const bytes = readFileSync(blob.path);
      await blob.release();
      return bytes.toString();
    };

    it('measures and hashes an upload, and shows it only once committed', async () => {
      const folderId = randomUUID();
      const staged = await blobs.stage(
        Readable.from([Buffer.from('hello '), Buffer.from('world, this is it')]),
        OPTIONS,
      );
      expect(staged).toMatchObject({
        bytes: 23,
        sha256: createHash('sha256').update('hello world, this is it').digest('hex'),
      });
      expect(Buffer.from(staged.head).toString()).toBe('hello world, thi');
      expect(await blobs.folderIds()).toEqual([]);
      await blobs.commit(staged, folderId, NAME);
      expect(await content(folderId, NAME)).toBe('hello world, this is it');
      expect(await blobs.folderIds()).toEqual([folderId]);
      await blobs.discard(staged);
      expect(await content(folderId, NAME)).toBe('hello world, this is it');
    });

    it('stops at the limit, on an abort and when the source breaks', async () => {
      const chunks = Array.from({ length: 11 }, () => Buffer.alloc(100));
      await expect(blobs.stage(Readable.from(chunks), OPTIONS)).rejects.toMatchObject({
        code: 'file_too_large',
      });
      expect((await blobs.stage(Readable.from(chunks.slice(1)), OPTIONS)).bytes).toBe(1000);
      const abort = new AbortController();
      const endless = new Readable({ read() {} });
      const staging = blobs.stage(endless, { ...OPTIONS, signal: abort.signal });
      abort.abort();
      await expect(staging).rejects.toMatchObject({ code: 'upload_aborted' });
      const broken = new Readable({
        read() {
          this.destroy(new Error('connection reset'));
        },
      });
      await expect(blobs.stage(broken, OPTIONS)).rejects.toMatchObject({ code: 'upload_aborted' });
    });

    it('writes, replaces and removes bytes of its own', async () => {
      const folderId = randomUUID();
      await blobs.write(folderId, NAME, Buffer.from('one'));
      await blobs.write(folderId, NAME, Buffer.from('two'));
      expect(await content(folderId, NAME)).toBe('two');
      await blobs.remove(folderId, NAME);
      await blobs.remove(folderId, NAME);
      expect(await content(folderId, NAME)).toBeUndefined();
      await blobs.write(folderId, NAME, Buffer.from('three'));
      await blobs.removeFolder(folderId);
      await blobs.removeFolder(folderId);
      expect(await content(folderId, NAME)).toBeUndefined();
      expect(await blobs.folderIds()).toEqual([]);
    });

    it.each(['../engine.db', 'a/b.jpg', '..', '', 'short.jpg', `${'n'.repeat(32)}.jpg/..`])(
      'has no blob of the name %j, and writes none',
      async (name) => {
        const folderId = randomUUID();
        expect(await blobs.local(folderId, name)).toBeUndefined();
        expect(await blobs.local(`../${folderId}`, NAME)).toBeUndefined();
        await expect(blobs.write(folderId, name, Buffer.from('x'))).rejects.toMatchObject({
          code: 'internal',
        });
        await expect(blobs.write('..', NAME, Buffer.from('x'))).rejects.toMatchObject({ code: 'internal' });
      },
    );

    describeWalk(() => blobs);

    it('answers a ping', async () => {
      await expect(blobs.ping()).resolves.toBeUndefined();
    });
  });
}

function describeWalk(blobs: () => BlobStore): void {
  it('walks over every folder with its files and when they were stored', async () => {
    const [one, two] = [randomUUID(), randomUUID()].sort();
    const before = Date.now() - 2_000; // File systems and servers keep seconds.
    for (const name of ['a', 'b'])
      await blobs().write(one ?? '', `${name.repeat(32)}.jpg`, Buffer.from(name));
    await blobs().write(two ?? '', NAME, Buffer.from('one'));
    const seen = [];
    for await (const { folderId, files } of blobs().walk()) {
      seen.push([folderId, files.map(({ name }) => name).sort()]);
      for (const { modifiedAt } of files) expect(Math.abs(modifiedAt - before)).toBeLessThan(60_000);
    }
    expect(seen.sort()).toEqual([
      [one, [`${'a'.repeat(32)}.jpg`, `${'b'.repeat(32)}.jpg`]],
      [two, [NAME]],
    ]);
  });
}
