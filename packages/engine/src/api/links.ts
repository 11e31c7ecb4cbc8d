import { previewName } from '../model/previews.ts';

/** Addresses of media files, as clients get them. */
export interface Links {
  media(folderId: string, staticName: string): string;
  frame(folderId: string, framesToken: string, index: number): string;
  preview(folderId: string, framesToken: string): string;
  thumbnail(folderId: string, staticName: string): string;
  /** Why there are no previews; undefined when there are. */
  readonly previewAbsence: string | undefined;
}

export function createLinks(publicUrl: string, previewAbsence: string | undefined): Links {
  return {
    media: (folderId, staticName) => `${publicUrl}/static/${folderId}/${staticName}`,
    frame: (folderId, framesToken, index) => `${publicUrl}/static/${folderId}/${framesToken}-${index}.jpg`,
    thumbnail: (folderId, staticName) =>
      `${publicUrl}/static/${folderId}/${staticName.replace('.', '-')}_thumb.jpg`,
    preview: (folderId, framesToken) => `${publicUrl}/static/${folderId}/${previewName(framesToken)}`,
    previewAbsence,
  };
}

const FRAME_FILE = /^([A-Za-z0-9_-]{32})-(\d{1,5})\.jpg$/;

/** The token and 0-based index in a frame's file name; undefined if it is none. */
export function parseFrameFile(name: string): { readonly token: string; readonly index: number } | undefined {
  const match = FRAME_FILE.exec(name);
  return match?.[1] === undefined ? undefined : { token: match[1], index: Number(match[2]) };
}

const THUMBNAIL_FILE = /^([A-Za-z0-9_-]{32})-([a-z0-9]{2,4})_thumb\.jpg$/;

/** The file a thumbnail's name says it is of; undefined if it is no such name. */
export function parseThumbnailFile(name: string): string | undefined {
  const [, stem, ending] = THUMBNAIL_FILE.exec(name) ?? [];
  return stem === undefined ? undefined : `${stem}.${ending}`;
}

const PREVIEW_FILE = /^([A-Za-z0-9_-]{32})\.mp4$/;

/** The token in a preview's file name; undefined if it cannot be one. */
export function parsePreviewFile(name: string): string | undefined {
  return PREVIEW_FILE.exec(name)?.[1];
}
