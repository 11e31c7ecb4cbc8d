/** What a file is by its first bytes, whatever its name says. */
export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'heic' | 'other';

/** Bytes of a file's beginning that `pictureFormat` needs. */
export const FORMAT_HEAD_BYTES = 32;

/** Brands of an ISO base media file (ISO/IEC 14496-12) that hold HEVC pictures (ISO/IEC 23008-12): iPhones write them. */
const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];

export function pictureFormat(head: Uint8Array): PictureFormat {
  const text = String.fromCharCode(...head.subarray(0, FORMAT_HEAD_BYTES));
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'webp';
  if (text.slice(4, 8) === 'ftyp' && HEIC_BRANDS.includes(text.slice(8, 12)) && !text.includes('avif'))
    return 'heic';
  return 'other';
}
