import { previewName } from '../model/previews.ts';
import type { Principal } from '../model/principal.ts';
import { createSealedNames } from './sealed-names.ts';

/** Addresses of media files, as clients get them. */
export interface Links {
  media(folderId: string, staticName: string): string;
  frame(folderId: string, framesToken: string, index: number): string;
  preview(folderId: string, framesToken: string): string;
  thumbnail(folderId: string, staticName: string): string;
  /** Why there are no previews; undefined when there are. */
  readonly previewAbsence: string | undefined;
  /** The same for the files of one folder, as long as it has this shared token. */
  during(sharedToken: string, folderId: string): Links;
}

export function createLinks(publicUrl: string, previewAbsence: string | undefined): Links {
  return linksOf(publicUrl, previewAbsence, (name) => name);
}

function linksOf(
  publicUrl: string,
  previewAbsence: string | undefined,
  named: (name: string) => string,
): Links {
  const file = (folderId: string, name: string) => `${publicUrl}/static/${folderId}/${named(name)}`;
  return {
    media: (folderId, staticName) => file(folderId, staticName),
    frame: (folderId, framesToken, index) => file(folderId, `${framesToken}-${index}.jpg`),
    thumbnail: (folderId, staticName) => file(folderId, `${staticName.replace('.', '-')}_thumb.jpg`),
    preview: (folderId, framesToken) => file(folderId, previewName(framesToken)),
    previewAbsence,
    during(sharedToken, folderId) {
      return linksOf(publicUrl, previewAbsence, createSealedNames(sharedToken, folderId).seal);
    },
  };
}

/** Whoever reads a folder by its shared token gets links that end with the token; all others those that end with the files. */
export function linksFor(links: Links, { capture }: Principal): Links {
  const { sharedToken, folderId } = capture ?? {};
  return sharedToken && folderId ? links.during(sharedToken, folderId) : links;
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
