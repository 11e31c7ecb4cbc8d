import { CaptureError } from '../model/capture-error.ts';

/** Keeps skin texture, which the spoof model lives on, at about 60 kB for 640 x 480. */
const JPEG_QUALITY = 0.92;

/** Runs in the container worker. The bitmap stays open. */
export async function encodeImage(
  bitmap: ImageBitmap,
  type: 'image/jpeg' | 'image/png',
): Promise<{ readonly blob: Blob; readonly sha256: string }> {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  // A canvas that is read back at once is quicker in memory than on the graphics card.
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new CaptureError('browser_unsupported', 'OffscreenCanvas gives no 2D context.');
  context.drawImage(bitmap, 0, 0);
  const blob = await canvas.convertToBlob({ type, quality: JPEG_QUALITY });
  return { blob, sha256: await sha256Hex(blob) };
}

/** Lower-case hex SHA-256. */
export async function sha256Hex(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
