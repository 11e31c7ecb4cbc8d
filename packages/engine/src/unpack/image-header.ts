import type { ImageFormat } from '../model/frame-source.ts';

export interface ImageHeader {
  readonly format: ImageFormat;
  /** Pixels, as stored (before any EXIF rotation). */
  readonly width: number;
  readonly height: number;
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
const MARKER = 0xff;
const START_OF_IMAGE = 0xd8;
const START_OF_SCAN = 0xda;
/** Markers from 0xC0 to 0xCF that are no frame header: Huffman tables, JPEG extensions, arithmetic conditioning. */
const NOT_A_FRAME = [0xc4, 0xc8, 0xcc];

/**
 * Kind and size of a picture, read off its first bytes without decoding it; `undefined` for anything but JPEG and PNG.
 * Sources: ITU-T T.81 annex B; W3C PNG specification, sections 5.2 and 11.2.1.
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (PNG_SIGNATURE.every((byte, at) => bytes[at] === byte)) return pngHeader(view);
  if (bytes[0] === MARKER && bytes[1] === START_OF_IMAGE) return jpegHeader(view);
  return undefined;
}

function pngHeader(view: DataView): ImageHeader | undefined {
  const chunkName = 0x49484452; // "IHDR"
  if (view.byteLength < 24 || view.getUint32(12) !== chunkName) return undefined;
  return { format: 'png', width: view.getUint32(16), height: view.getUint32(20) };
}

function jpegHeader(view: DataView): ImageHeader | undefined {
  let at = 2;
  while (at + 9 <= view.byteLength && view.getUint8(at) === MARKER) {
    const marker = view.getUint8(at + 1);
    if (marker === MARKER) {
      at += 1;
      continue;
    }
    if (marker === START_OF_SCAN) return undefined;
    if (marker >= 0xc0 && marker <= 0xcf && !NOT_A_FRAME.includes(marker)) {
      return { format: 'jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
