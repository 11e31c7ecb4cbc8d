import {
  BEST_LOSSLESS_FILE,
  isPhotoAction,
  type Orientation,
  photoTags,
  videoTags,
} from '@presence/protocol';
import type { UploadedMedia } from '../model/session.ts';
import type { SpooledManifest } from './spooled-manifest.ts';

/** One file to be sent to the backend, before its bytes are touched. */
export interface PlannedMedia {
  /** Multipart field name; the payload's blocks refer to it. */
  readonly key: string;
  readonly kind: UploadedMedia['kind'];
  readonly fileName: string;
  readonly contentType: string;
  readonly tags: readonly string[];
  readonly metaData: Readonly<Record<string, unknown>>;
  /** Index into the manifest's actions for a shot set, else the container's file. */
  readonly source: { readonly actionIndex: number } | { readonly file: string };
}

/** What of a capture goes to the backend: one shot set or movie per video action, the photos, the lossless frame if wanted. */
export function planMedia(manifest: SpooledManifest, saveLosslessFrame: boolean): readonly PlannedMedia[] {
  const info = { additional_info: manifest.additional_info };
  const { injection_signals, camera } = manifest;
  // What the browser said of its camera, for the backend to weigh.
  const signals = {
    ...(injection_signals === undefined ? {} : { injection_signals }),
    ...(camera === undefined || camera === null ? {} : { camera }),
  };
  const videos = manifest.actions.map(
    (entry, index): PlannedMedia => ({
      key: `video_${index + 1}`,
      kind: 'video',
      fileName: entry.movie?.file ?? `${entry.folder}.zip`,
      contentType: entry.movie === undefined ? 'application/zip' : 'video/quicktime',
      tags: videoTags(entry.action, orientationOf(entry.frames[0])),
      metaData: { ...info, ...signals, frame_times_ms: entry.frames.map((frame) => frame.time_ms) },
      source: entry.movie === undefined ? { actionIndex: index } : { file: entry.movie.file },
    }),
  );
  const photos = manifest.photos.map(
    (photo, index): PlannedMedia => ({
      key: `photo_${index + 1}`,
      kind: photo.action === 'photo_selfie' ? 'photo' : 'document',
      fileName: photo.file,
      contentType: photo.file.endsWith('.png') ? 'image/png' : 'image/jpeg',
      tags: photoTags(photo.action),
      metaData: { ...info, photo_source: photo.source },
      source: { file: photo.file },
    }),
  );
  const lossless: readonly PlannedMedia[] =
    saveLosslessFrame && manifest.best_lossless !== null
      ? [
          {
            key: 'best_frame_png',
            kind: 'photo',
            fileName: BEST_LOSSLESS_FILE,
            contentType: 'image/png',
            tags: photoTags('photo_selfie'),
            metaData: info,
            source: { file: BEST_LOSSLESS_FILE },
          },
        ]
      : [];
  return [...videos, ...photos, ...lossless];
}

/** The `payload` field; `analyses` only where one call does it all. */
export function folderPayload(
  media: readonly PlannedMedia[],
  folderMeta: Readonly<Record<string, string>>,
  analyses?: readonly unknown[],
): string {
  return JSON.stringify({
    'media:tags': Object.fromEntries(media.map(({ key, tags }) => [key, tags])),
    'folder:meta_data': folderMeta,
    'media:meta_data': Object.fromEntries(media.map(({ key, metaData }) => [key, metaData])),
    ...(analyses === undefined ? {} : { analyses }),
  });
}

/** What an uploaded file is, by the tags the backend keeps for it. */
export function kindOfTags(tags: readonly string[]): UploadedMedia['kind'] {
  if (tags.includes('video_selfie')) return 'video';
  return tags.some((tag) => tag !== 'photo_selfie' && isPhotoAction(tag)) ? 'document' : 'photo';
}

function orientationOf(frame: { readonly width: number; readonly height: number } | undefined): Orientation {
  return frame !== undefined && frame.width > frame.height ? 'landscape' : 'portrait';
}
