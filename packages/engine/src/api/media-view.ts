import type { MediaKind } from '../model/analysis.ts';
import type { MediaRecord } from '../model/records.ts';
import { epochSeconds } from './epoch-seconds.ts';
import type { Links } from './links.ts';

/** `media_type` as clients know it; the literal of a shot set is undocumented and chosen by analogy. */
const MEDIA_TYPE: Readonly<Record<MediaKind, string>> = {
  image: 'IMAGE_FOLDER',
  video: 'VIDEO_FOLDER',
  shots_set: 'SHOTS_SET_FOLDER',
};

/** `full` lists every frame of a shot set; `brief` leaves the frames out, for lists of many folders. */
export type Detail = 'full' | 'brief';

/** `links: undefined` for media that are stored nowhere (instant mode). */
export function mediaView(media: MediaRecord, links: Links | undefined, detail: Detail) {
  const { framesToken } = media;
  const url = links ? links.media(media.folderId, media.staticName) : null;
  return {
    media_id: media.mediaId,
    folder_id: media.folderId,
    media_type: MEDIA_TYPE[media.kind],
    ...(media.kind === 'image' ? { image_id: media.mediaId } : {}),
    original_name: media.originalName,
    original_url: url,
    ...(media.kind === 'video' ? { video_url: url } : {}),
    ...(links && (media.kind === 'image' || media.frameCount > 0)
      ? { thumb_url: links.thumbnail(media.folderId, media.staticName) }
      : {}),
    tags: media.tags,
    meta_data: media.metaData,
    technical_meta_data: {},
    size: media.bytes,
    ...(links && framesToken !== null && detail === 'full'
      ? {
          images: Array.from({ length: media.frameCount }, (_, index) => ({
            original_url: links.frame(media.folderId, framesToken, index),
          })),
        }
      : {}),
    ...(links && framesToken !== null ? previewOf(media, framesToken, links) : {}),
    time_created: epochSeconds(media.timeCreated),
    time_updated: epochSeconds(media.timeUpdated),
  };
}

/** The film of a shot set, or in one sentence why there is none. */
function previewOf({ folderId, frameCount }: MediaRecord, framesToken: string, links: Links) {
  const absence =
    links.previewAbsence ?? (frameCount === 0 ? 'the file holds no readable frames' : undefined);
  return absence === undefined
    ? { preview_url: links.preview(folderId, framesToken) }
    : { preview_url: null, preview_absent_because: absence };
}
