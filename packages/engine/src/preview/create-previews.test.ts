import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { createLinks } from '../api/links.ts';
import { mediaView } from '../api/media-view.ts';
import { openDiskBlobStore } from '../blobs/disk-blob-store.ts';
import { createZipFrameReader } from '../blobs/zip-frame-reader.ts';
import type { BlobStore } from '../model/blob-store.ts';
import type { MediaRecord } from '../model/records.ts';
import { frameTimes } from '../unpack/frame-times.ts';
import { createPreviews, type PreviewOptions } from './create-previews.ts';
import { PREVIEW_LIMITS } from './preview-limits.data.ts';

let root: string;
let blobs: BlobStore;
const warnings: unknown[] = [];
const log = {
  debug() {},
  info() {},
  warn: (...what: unknown[]) => void warnings.push(what),
  error() {},
} as const;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'presence-preview-'));
  blobs = await openDiskBlobStore(root);
});
afterAll(() => rm(root, { recursive: true }));

/** A stored shot set of grey pictures, the second of them damaged. */
async function shots(frameCount = 4): Promise<MediaRecord> {
  const folderId = randomUUID();
  const zip = new ZipFile();
  const grey = await sharp({ create: { width: 1600, height: 901, channels: 3, background: '#888' } })
    .jpeg()
    .toBuffer();
  for (let index = 0; index < frameCount; index += 1)
    zip.addBuffer(index === 1 ? grey.subarray(0, 300) : grey, `${index}.jpg`, { compress: false });
  zip.end();
  const staticName = `${'s'.repeat(32)}.zip`;
  const path = join(root, 'upload.zip');
  await pipeline(zip.outputStream, createWriteStream(path));
  await blobs.write(folderId, staticName, await readFile(path));
  return {
    ...{ mediaId: randomUUID(), folderId, fieldName: 'v', kind: 'shots_set', originalName: 'v.zip' },
    ...{ staticName, framesToken: 't'.repeat(32), frameCount, bytes: 1, sha256: '', tags: [] },
    ...{ metaData: {}, seenBefore: false, timeCreated: 0, timeUpdated: 0 },
  };
}

function previewsWith(part: Partial<PreviewOptions> = {}) {
  const frames = createZipFrameReader({ maxEntries: 100, maxFrameBytes: 1e6 });
  const media = { get: async () => shots() };
  return createPreviews({ blobs, frames, media, timesOf: frameTimes, ffmpeg: 'ffmpeg', log, ...part });
}

describe('createPreviews', () => {
  it('films what can be decoded, small, and keeps it beside the media', async () => {
    const media = await shots();
    const previews = previewsWith();
    expect(previews.absence).toBeUndefined();
    expect(await previews.make(media)).toBe(true);
    const film = await blobs.local(media.folderId, `${media.framesToken}.mp4`);
    expect((await readFile(film?.path ?? '')).subarray(4, 8).toString()).toBe('ftyp');
  });

  it('says why there is none without ffmpeg, and links to none', async () => {
    const previews = previewsWith({ ffmpeg: undefined });
    const media = await shots();
    expect(previews.absence).toContain('ffmpeg is not installed');
    expect(await previews.make(media)).toBe(false);
    const links = createLinks('http://media.example', previews.absence);
    expect(mediaView(media, links, 'brief')).toMatchObject({
      preview_url: null,
      preview_absent_because: previews.absence,
    });
  });

  it('leaves nothing behind of media that were deleted meanwhile', async () => {
    const media = await shots();
    expect(await previewsWith({ media: { get: async () => undefined } }).make(media)).toBe(false);
    expect(await readdir(join(root, 'folders', media.folderId))).toEqual([media.staticName]);
  });

  it('tells of a program that fails, and goes on with the next', async () => {
    const previews = previewsWith({ ffmpeg: 'false' });
    const failing = [await shots(), await shots()].map((media) => previews.make(media));
    for (const one of failing) await expect(one).rejects.toMatchObject({ code: 'internal' });
    expect(warnings).toHaveLength(2);
  });

  it('makes one at a time, bounds those that wait, and lets them go when it closes', async () => {
    const previews = previewsWith();
    const media = await shots();
    const others = Array.from({ length: PREVIEW_LIMITS.waiting }, () => ({
      ...media,
      mediaId: randomUUID(),
    }));
    const all = [media, ...others].map((one) => previews.make(one));
    expect(previews.make(media)).toBe(all[0]);
    expect(() => previews.make({ ...media, mediaId: randomUUID() })).toThrow(/33 previews are being made/);
    const ends = Promise.allSettled(all);
    await previews.close();
    const refused = (await ends).filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(PREVIEW_LIMITS.waiting);
    expect(refused[0]).toMatchObject({ reason: { code: 'shutting_down' } });
  });
});
