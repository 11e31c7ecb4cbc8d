/** Addresses of media files, as clients get them. */
export interface Links {
  media(folderId: string, staticName: string): string;
  frame(folderId: string, framesToken: string, index: number): string;
}

export function createLinks(publicUrl: string): Links {
  return {
    media: (folderId, staticName) => `${publicUrl}/static/${folderId}/${staticName}`,
    frame: (folderId, framesToken, index) => `${publicUrl}/static/${folderId}/${framesToken}-${index}.jpg`,
  };
}

const FRAME_FILE = /^([A-Za-z0-9_-]{32})-(\d{1,5})\.jpg$/;

/** The token and 0-based index in a frame's file name; undefined if it is none. */
export function parseFrameFile(name: string): { readonly token: string; readonly index: number } | undefined {
  const match = FRAME_FILE.exec(name);
  return match?.[1] === undefined ? undefined : { token: match[1], index: Number(match[2]) };
}
