import type { PhotoProblem } from '../model/photo.ts';
import { PHOTO_LIMITS as L } from './photo-limits.data.ts';
import { FORMAT_HEAD_BYTES, pictureFormat } from './picture-format.ts';
import { fitted } from './take-still.ts';

/** A chosen file as a picture of the size that is kept, upright as its EXIF says, or why it is not taken. */
export async function readPictureFile(file: Blob): Promise<ImageBitmap | PhotoProblem> {
  if (file.size > L.maxFileBytes) return 'file_too_big';
  const format = pictureFormat(new Uint8Array(await file.slice(0, FORMAT_HEAD_BYTES).arrayBuffer()));
  if (format === 'heic') return 'file_heic';
  if (format === 'other') return 'file_type';
  const full = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined);
  if (full === undefined) return 'file_broken';
  try {
    const { width, height } = full;
    if (width * height > L.maxPixels) return 'file_too_big';
    if (Math.max(width, height) < L.minLongSidePx || Math.min(width, height) < L.minShortSidePx)
      return 'file_too_small';
    return fitted(full, { left: 0, top: 0, width, height });
  } finally {
    full.close();
  }
}
