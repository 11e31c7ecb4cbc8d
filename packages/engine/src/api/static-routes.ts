import express, { type Response, type Router } from 'express';
import type { BlobStore, FrameReader } from '../model/blob-store.ts';
import { EngineError } from '../model/engine-error.ts';
import type { Previews, Thumbnails } from '../model/previews.ts';
import type { FolderStore, MediaStore } from '../model/store.ts';
import { endpoint } from './endpoint.ts';
import { parseFrameFile, parsePreviewFile, parseThumbnailFile } from './links.ts';
import { pathParameter } from './owned.ts';
import { createSealedNames, isSealed } from './sealed-names.ts';

export interface StaticContext {
  readonly blobs: BlobStore;
  readonly frames: FrameReader;
  readonly folders: Pick<FolderStore, 'get'>;
  readonly media: Pick<MediaStore, 'findByFramesToken' | 'findByStaticName'>;
  readonly previews: Previews;
  readonly thumbnails: Thumbnails;
}

/** `/static/{folder}/{unguessable}`: media, single frames, thumbnails and best shots. The link is the permission; nothing is listed. */
export function staticRoutes(context: StaticContext): Router {
  const router = express.Router();
  endpoint(router, '/static/:folderId/:file', {
    get: async (req, res) => {
      const folderId = pathParameter(req, 'folderId');
      const asked = pathParameter(req, 'file');
      const shared = isSealed(asked);
      const file = shared ? await openShared(context, res, folderId, asked) : asked;
      res.set({
        // What was shared may be withdrawn at any moment.
        'Cache-Control': shared ? 'private, no-store' : 'private, max-age=3600',
        'Content-Security-Policy': "default-src 'none'; sandbox",
        // Documented use is a direct link from an operator's page, which has another origin.
        'Cross-Origin-Resource-Policy': 'cross-origin',
      });
      const frame = parseFrameFile(file);
      const pictured = parseThumbnailFile(file);
      if (frame) await sendFrame(context, res, { folderId, ...frame });
      else if (pictured !== undefined) await sendThumbnail(context, res, folderId, pictured);
      else await sendBlob(context, res, folderId, file);
    },
  });
  return router;
}

/** The file that a link names which was given out under the folder's shared token. */
async function openShared(
  { folders }: StaticContext,
  res: Response,
  folderId: string,
  sealed: string,
): Promise<string> {
  const sharedToken = (await folders.get(folderId))?.sharedToken;
  const file = sharedToken === undefined ? undefined : createSealedNames(sharedToken, folderId).open(sealed);
  if (file === undefined) throw noFile(res);
  return file;
}

async function sendBlob(
  context: StaticContext,
  res: Response,
  folderId: string,
  name: string,
): Promise<void> {
  const { blobs } = context;
  const kept = await blobs.local(folderId, name);
  const blob =
    kept ?? ((await makePreview(context, folderId, name)) ? await blobs.local(folderId, name) : undefined);
  if (!blob) throw noFile(res);
  if (name.endsWith('.zip')) res.set('Content-Disposition', 'attachment');
  try {
    await new Promise<void>((resolve, reject) => {
      const options = { dotfiles: 'allow', cacheControl: false, lastModified: false } as const;
      res.sendFile(blob.path, options, (error) => (error && !res.headersSent ? reject(error) : resolve()));
    });
  } finally {
    await blob.release();
  }
}

/** Whether there is a preview of this name from now on. */
async function makePreview(
  { media, previews }: StaticContext,
  folderId: string,
  name: string,
): Promise<boolean> {
  const token = parsePreviewFile(name);
  const shots = token === undefined ? undefined : await media.findByFramesToken(token);
  return shots?.folderId === folderId && (await previews.make(shots));
}

interface FrameAddress {
  readonly folderId: string;
  readonly token: string;
  readonly index: number;
}

async function sendFrame(context: StaticContext, res: Response, address: FrameAddress): Promise<void> {
  const media = await context.media.findByFramesToken(address.token);
  if (!media || media.folderId !== address.folderId) throw noFile(res);
  const blob = await context.blobs.local(media.folderId, media.staticName);
  const frame = blob && (await context.frames.read(blob.path, address.index));
  await blob?.release();
  if (!frame) throw noFile(res);
  res.type(frame.contentType).send(frame.bytes);
}

async function sendThumbnail(
  { media, thumbnails }: StaticContext,
  res: Response,
  folderId: string,
  staticName: string,
): Promise<void> {
  const pictured = await media.findByStaticName(staticName);
  const jpeg = pictured?.folderId === folderId ? await thumbnails(pictured) : undefined;
  if (jpeg === undefined) throw noFile(res);
  res.type('image/jpeg').send(jpeg);
}

function noFile(res: Response): EngineError {
  res.set('Cache-Control', 'no-store');
  return new EngineError('not_found', 'There is no such file, or it has been deleted.');
}
