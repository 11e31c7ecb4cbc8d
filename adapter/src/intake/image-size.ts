/** Pixel size of an image, read from its header alone. */
export interface ImageSize {
  readonly format: 'jpg' | 'png';
  readonly width: number;
  readonly height: number;
}

const PNG_MAGIC = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Size of a JPEG or PNG from its first bytes; `undefined` if these do not begin one, or the size is further in.
 * Formats: ITU-T T.81 annex B (markers), W3C PNG 3rd edition 11.2.2 (IHDR).
 */
export function imageSize(head: Buffer): ImageSize | undefined {
  if (head.length >= 24 && head.subarray(0, 8).equals(PNG_MAGIC)) return pngSize(head);
  if (head.length >= 4 && head[0] === 0xff && head[1] === 0xd8) return jpegSize(head);
  return undefined;
}

function pngSize(head: Buffer): ImageSize | undefined {
  if (head.readUInt32BE(8) !== 13 || head.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  return { format: 'png', width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

function jpegSize(head: Buffer): ImageSize | undefined {
  let at = 2;
  while (at + 9 <= head.length) {
    if (head[at] !== 0xff) return undefined;
    const marker = head.readUInt8(at + 1);
    // Fill bytes before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrameHeader(marker))
      return { format: 'jpg', height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7) };
    // End of image or start of scan before any frame header.
    if (marker === 0xd9 || marker === 0xda) return undefined;
    at += 2 + head.readUInt16BE(at + 2);
  }
  return undefined;
}

/** SOF0..SOF15 without DHT (C4), JPG (C8) and DAC (CC). */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
