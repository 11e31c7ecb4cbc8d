import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { receiveUpload, requireAllowedLength, type UploadFile } from './receive-upload.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'presence-upload-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Longer than any of these uploads. */
const stallMs = 60_000;
const zip = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(5_000, 7)]);
const inPieces = (...sizes: number[]) => {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    pieces.push(zip.subarray(at, at + size));
    at += size;
  }
  return Readable.from([...pieces, zip.subarray(at)], { objectMode: false });
};

describe('receiveUpload', () => {
  it('writes what arrives, however it is cut', async () => {
    const path = join(folder, 'a');
    expect(await receiveUpload(inPieces(1, 1, 1, 1, 500), path, { maxBytes: 10_000, stallMs })).toBe(
      zip.length,
    );
    expect(await readFile(path)).toEqual(zip);
  });

  it('writes the rest of what a disk took only a part of', async () => {
    const path = join(folder, 'a');
    const openFile = async (): Promise<UploadFile> => {
      const file = await open(path, 'wx');
      let writes = 0;
      return {
        writev: (packets) => {
          writes += 1;
          return writes === 1 ? file.write(packets[0] ?? zip, 0, 100) : file.writev(packets);
        },
        sync: () => file.sync(),
        close: () => file.close(),
      };
    };
    await receiveUpload(inPieces(300, 500), path, { maxBytes: 10_000, stallMs, openFile });
    expect(await readFile(path)).toEqual(zip);
  });

  it('keeps the order of a body that is longer than what is written at once, and comes faster', async () => {
    const long = Buffer.concat([zip, randomBytes(3_000_000)]);
    const body = Readable.from([
      long.subarray(0, 70_000),
      long.subarray(70_000, 1_500_000),
      long.subarray(1_500_000),
    ]);
    const path = join(folder, 'a');
    expect(await receiveUpload(body, path, { maxBytes: 1e7, stallMs })).toBe(long.length);
    expect((await readFile(path)).equals(long)).toBe(true);
  });

  it('stops at the first byte over the limit and leaves nothing', async () => {
    const upload = receiveUpload(inPieces(), join(folder, 'a'), {
      maxBytes: zip.length - 1,
      stallMs,
    });
    await expect(upload).rejects.toMatchObject({ code: 'container_too_large' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses what does not begin like a zip', async () => {
    for (const body of ['<html>', 'PK', ''])
      await expect(
        receiveUpload(Readable.from([Buffer.from(body)]), join(folder, 'a'), {
          maxBytes: 100,
          stallMs,
        }),
      ).rejects.toMatchObject({ code: 'container_malformed' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('answers storage_full when the disk is', async () => {
    const noSpace = async () => {
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    };
    const full = async (path: string): Promise<UploadFile> => {
      const file = await open(path, 'wx');
      return { writev: noSpace, sync: noSpace, close: () => file.close() };
    };
    const options = { maxBytes: 10_000, stallMs, openFile: full };
    await expect(receiveUpload(inPieces(), join(folder, 'a'), options)).rejects.toMatchObject({
      code: 'storage_full',
      context: { reason: 'ENOSPC' },
    });
  });

  it('writes what it has while the network pauses', async () => {
    const path = join(folder, 'a');
    const body = new Readable({ read() {} });
    body.push(zip);
    const upload = receiveUpload(body, path, { maxBytes: 10_000, stallMs });
    await expect.poll(async () => (await readFile(path)).length).toBe(zip.length);
    body.push(null);
    expect(await upload).toBe(zip.length);
  });

  it('leaves nothing when a body turns out too long while it is being written', async () => {
    const body = Readable.from([Buffer.concat([zip, Buffer.alloc(300_000)]), Buffer.alloc(300_000)]);
    const upload = receiveUpload(body, join(folder, 'a'), { maxBytes: 400_000, stallMs });
    await expect(upload).rejects.toMatchObject({ code: 'container_too_large' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('cleans up after a sender that went away', async () => {
    const body = new Readable({ read() {} });
    body.push(zip);
    setTimeout(() => body.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })), 20);
    await expect(receiveUpload(body, join(folder, 'a'), { maxBytes: 10_000, stallMs })).rejects.toMatchObject(
      {
        code: 'container_malformed',
      },
    );
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('an upload that hardly gets on', () => {
  it('is ended, though a byte comes now and then', async () => {
    const body = new Readable({ read() {} });
    body.push(zip);
    const drip = setInterval(() => body.push(Buffer.alloc(1)), 5);
    const upload = receiveUpload(body, join(folder, 'a'), { maxBytes: 1e6, stallMs: 60 });
    await expect(upload).rejects.toMatchObject({ code: 'upload_too_slow' });
    clearInterval(drip);
    expect(await readdir(folder)).toEqual([]);
  });

  it('may take its time as long as it gets on', async () => {
    const body = new Readable({ read() {} });
    body.push(zip);
    let chunks = 0;
    const stream = setInterval(() => {
      chunks += 1;
      body.push(chunks > 20 ? null : Buffer.alloc(32 * 1024));
      if (chunks > 20) clearInterval(stream);
    }, 10);
    const options = { maxBytes: 1e6, stallMs: 150 };
    expect(await receiveUpload(body, join(folder, 'a'), options)).toBe(zip.length + 20 * 32 * 1024);
  });
});

describe('requireAllowedLength', () => {
  it('refuses by the announced length alone', () => {
    expect(() => requireAllowedLength(undefined)).not.toThrow();
    expect(() => requireAllowedLength('1000')).not.toThrow();
    expect(() => requireAllowedLength('100000000')).toThrowError(
      expect.objectContaining({ code: 'container_too_large' }),
    );
  });
});
