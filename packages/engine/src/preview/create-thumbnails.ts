import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { BlobStore, FrameReader } from '../model/blob-store.ts';
import type { Thumbnails } from '../model/previews.ts';
import type { MediaRecord } from '../model/records.ts';
import { PREVIEW_LIMITS } from './preview-limits.data.ts';
import { DECODING } from './preview-pictures.ts';

export interface ThumbnailOptions {
  readonly blobs: Pick<BlobStore, 'local'>;
  readonly frames: Pick<FrameReader, 'spread'>;
}

/** Pictures made small each time they are asked for, which costs less than keeping them. */
export function createThumbnails({ blobs, frames }: ThumbnailOptions): Thumbnails {
  return async (media) => {
    const blob = await blobs.local(media.folderId, media.staticName);
    if (blob === undefined) return undefined;
    try {
      const picture = await firstPicture(media, blob.path, frames);
      return picture && (await small(picture));
    } finally {
      await blob.release();
    }
  };
}

async function firstPicture({ kind }: MediaRecord, path: string, frames: ThumbnailOptions['frames']) {
  if (kind === 'image') return readFile(path);
  if (kind === 'shots_set') for await (const frame of frames.spread(path, 1)) return frame;
  return undefined;
}

async function small(picture: Uint8Array): Promise<Buffer | undefined> {
  const { thumbnailSidePx: side, thumbnailQuality: quality } = PREVIEW_LIMITS;
  try {
    return await sharp(picture, DECODING)
      .autoOrient()
      .flatten({ background: 'black' })
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality })
      .toBuffer();
  } catch {
    return undefined; // A damaged picture has none; its analysis says what is wrong with it.
  }
}
