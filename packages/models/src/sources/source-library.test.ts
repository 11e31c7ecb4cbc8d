import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourcePackage } from '../model/source-package.ts';
import type { PackSource } from './pack-source.ts';
import { SourceLibrary } from './source-library.ts';

function tarball(content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write('package/model.bin', 0);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        0', 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const body = Buffer.alloc(512);
  body.write(content);
  return gzipSync(Buffer.concat([header, body, Buffer.alloc(1024)]));
}

const GOOD = tarball('weights');

function sourceOf(bytes: Buffer, changes: Partial<SourcePackage> = {}): SourcePackage {
  return {
    name: '@example/faces',
    version: '1.2.3',
    licence: 'MIT',
    integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
    members: [{ path: 'model.bin', sha256: createHash('sha256').update('weights').digest('hex') }],
    ...changes,
  };
}

/** A pack function that writes given bytes and counts its calls. */
function packing(bytes: Buffer): { pack: PackSource; calls: () => number } {
  let calls = 0;
  const pack: PackSource = async (_source, folder) => {
    calls += 1;
    const path = join(folder, 'packed.tgz');
    await writeFile(path, bytes);
    return path;
  };
  return { pack, calls: () => calls };
}

describe('SourceLibrary', () => {
  let cacheDir = '';

  beforeEach(async () => {
    cacheDir = await mkdtemp(join(tmpdir(), 'presence-sources-'));
  });
  afterEach(() => rm(cacheDir, { recursive: true, force: true }));

  it('fetches once and keeps the tarball for the next build', async () => {
    const source = sourceOf(GOOD);
    const { pack, calls } = packing(GOOD);
    const first = new SourceLibrary({ cacheDir, pack });
    expect((await first.member(source, 'model.bin')).toString()).toBe('weights');
    await first.member(source, 'model.bin');
    await new SourceLibrary({ cacheDir, pack }).member(source, 'model.bin');
    expect(calls()).toBe(1);
    expect(await readdir(cacheDir)).toEqual(['example-faces-1.2.3.tgz']);
  });

  it('fetches again when the kept tarball was spoilt', async () => {
    await writeFile(join(cacheDir, 'example-faces-1.2.3.tgz'), GOOD.subarray(0, 40));
    const { pack, calls } = packing(GOOD);
    const bytes = await new SourceLibrary({ cacheDir, pack }).member(sourceOf(GOOD), 'model.bin');
    expect(bytes.toString()).toBe('weights');
    expect(calls()).toBe(1);
  });

  it('stops on a tarball with another hash, names it and keeps nothing of it', async () => {
    const { pack } = packing(tarball('evil'));
    const reading = new SourceLibrary({ cacheDir, pack }).member(sourceOf(GOOD), 'model.bin');
    await expect(reading).rejects.toMatchObject({
      code: 'source_hash_mismatch',
      message: expect.stringMatching(/tarball of @example\/faces@1\.2\.3 .* expected sha512-.*, got sha512-/),
    });
    expect(await readdir(cacheDir)).toEqual([]);
  });

  it('stops on a member with another hash and names it', async () => {
    const bytes = tarball('changed');
    const reading = new SourceLibrary({ cacheDir, ...packing(bytes) }).member(sourceOf(bytes), 'model.bin');
    await expect(reading).rejects.toMatchObject({
      code: 'source_hash_mismatch',
      message: expect.stringContaining('model.bin in @example/faces@1.2.3'),
    });
  });

  it('says which member is missing', async () => {
    const source = sourceOf(GOOD, { members: [{ path: 'other.bin', sha256: '00' }] });
    const library = new SourceLibrary({ cacheDir, ...packing(GOOD) });
    await expect(library.member(source, 'other.bin')).rejects.toMatchObject({
      code: 'source_member_missing',
      message: expect.stringContaining('holds no file other.bin'),
    });
    await expect(library.member(sourceOf(GOOD), 'unpinned.bin')).rejects.toThrow(/not a pinned member/);
  });
});
