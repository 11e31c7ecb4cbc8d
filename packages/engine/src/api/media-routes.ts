import express, { type Router } from 'express';
import * as z from 'zod';
import { EngineError } from '../model/engine-error.ts';
import type { NewMedia } from '../model/store.ts';
import type { ApiContext } from './api-context.ts';
import { parseFolderPayload, tagsSchema } from './folder-payload.ts';
import { parseJsonBody } from './json-body.ts';
import { linksFor } from './links.ts';
import { mediaView } from './media-view.ts';
import { newMedia } from './new-media.ts';
import { ownedFolder, ownedMedia, pathParameter } from './owned.ts';
import { parseInput } from './parse-input.ts';
import { readForm } from './read-form.ts';
import { discardForm, type ReceivedForm, tooManyFiles } from './receive-form.ts';
import { requestSignal } from './request-signal.ts';

const tagsBodySchema = z.looseObject({ tags: tagsSchema });

/** `/api/folders/{folder_id}/media` and `/api/media/{media_id}`. */
export function mediaRoutes(context: ApiContext): Router {
  const { secure, store, blobs, links, limits, now } = context;
  const router = express.Router();
  secure(router, '/folders/:folderId/media', {
    get: async (req, res, caller) => {
      const { folderId } = await ownedFolder(store, caller, pathParameter(req, 'folderId'));
      const media = await store.media.listByFolders([folderId]);
      const links = linksFor(context.links, caller);
      res.json(media.map((item) => mediaView(item, links, 'full')));
    },
    post: async (req, res, caller) => {
      const { folderId } = await ownedFolder(store, caller, pathParameter(req, 'folderId'));
      const form = await readForm(req, { blobs, limits, signal: requestSignal(res) });
      const media = await appendMedia(context, folderId, form);
      res.status(201).json(media.map((item) => mediaView({ ...item, seenBefore: false }, links, 'full')));
    },
    // The results stay; the folder then says `is_cleared`.
    delete: async (req, res, caller) => {
      const { folderId } = await ownedFolder(store, caller, pathParameter(req, 'folderId'));
      const files = await store.media.clear(folderId, now());
      if (files === 'busy') throw atWork('folder');
      for (const name of files) await blobs.remove(folderId, name);
      res.status(204).end();
    },
  });
  secure(router, '/media/:mediaId', {
    get: async (req, res, caller) => {
      const media = await ownedMedia(store, caller, pathParameter(req, 'mediaId'));
      res.json(mediaView(media, linksFor(context.links, caller), 'full'));
    },
    // Whether tags are replaced or merged is undocumented; replacing lets `[]` clear them, which is documented.
    patch: async (req, res, caller) => {
      const media = await ownedMedia(store, caller, pathParameter(req, 'mediaId'));
      await parseJsonBody(req, res);
      const { tags } = parseInput(tagsBodySchema, req.body, 'body');
      const updated = now();
      await store.media.setTags(media.mediaId, tags, updated);
      res.json(mediaView({ ...media, tags, timeUpdated: updated }, links, 'full'));
    },
    delete: async (req, res, caller) => {
      const { mediaId, folderId } = await ownedMedia(store, caller, pathParameter(req, 'mediaId'));
      const files = await store.media.delete(mediaId, now());
      if (files === 'busy') throw atWork('media');
      for (const name of files) await blobs.remove(folderId, name);
      res.status(204).end();
    },
  });
  return router;
}

function atWork(what: 'folder' | 'media'): EngineError {
  return new EngineError(
    'conflict',
    `An analysis is at work on this ${what}. Wait for its end, or delete the folder.`,
  );
}

async function appendMedia(
  context: ApiContext,
  folderId: string,
  form: ReceivedForm,
): Promise<readonly NewMedia[]> {
  const { store, blobs, frames, limits, now, analyser } = context;
  const committed: NewMedia[] = [];
  try {
    if (form.files.length === 0)
      throw new EngineError('invalid_structure', 'The form holds no file part. Send at least one.');
    const keys = form.files.map((file) => file.fieldName);
    const payload = parseFolderPayload(form.payload, keys);
    const videos = analyser.readsVideos;
    const media = await newMedia(form.files, { folderId, payload, frames, now: now(), videos });
    for (const [index, file] of form.files.entries()) {
      const record = media[index];
      if (!record) continue;
      await blobs.commit(file.staged, folderId, record.staticName);
      committed.push(record);
    }
    if (!(await store.media.add(folderId, media, limits.maxFiles))) throw tooManyFiles(limits.maxFiles);
    return media;
  } catch (error) {
    for (const record of committed) await blobs.remove(folderId, record.staticName);
    throw error;
  } finally {
    await discardForm(blobs, form);
  }
}
