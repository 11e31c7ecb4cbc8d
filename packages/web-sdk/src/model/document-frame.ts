import type { PhotoAction } from '@presence/protocol';

/** A rectangle; the unit is the holder's. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What the window shows of the camera's picture while a document is photographed; frames are given in its units. */
export const DOCUMENT_STAGE = { width: 400, height: 300 } as const;

/** A card of 85.6 x 54 mm (ISO/IEC 7810 ID-1): identity cards, driving licences. */
const CARD: Rectangle = { left: 30, top: 43, width: 340, height: 214 };
/** Any other document: as much as the window shows. */
const SHEET: Rectangle = { left: 20, top: 20, width: 360, height: 260 };

/** Where the document belongs, in units of the stage. */
export function documentFrame(action: PhotoAction): Rectangle {
  return action === 'photo_doc_custom' ? SHEET : CARD;
}

/** The part of a camera's picture that the stage shows, in its pixels: as CSS `object-fit: cover`. */
export function visiblePart(width: number, height: number): Rectangle {
  const aspect = DOCUMENT_STAGE.width / DOCUMENT_STAGE.height;
  const shown = { width: Math.min(width, height * aspect), height: Math.min(height, width / aspect) };
  return { left: (width - shown.width) / 2, top: (height - shown.height) / 2, ...shown };
}
