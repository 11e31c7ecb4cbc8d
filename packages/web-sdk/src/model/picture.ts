/** A camera picture on its way: a VideoFrame where the browser has them (it costs the main thread nothing), else a bitmap. */
export type Picture = ImageBitmap | VideoFrame;

/** Longest short side of a kept frame in pixels: what the models see. Larger cameras are scaled down. */
const MAX_SHORT_SIDE_PX = 480;

/** The video's current picture. Takes the main thread 0.2 ms as a VideoFrame, up to 6 ms as a bitmap without a graphics card. */
export async function takePicture(video: HTMLVideoElement, timeMs: number): Promise<Picture> {
  if (typeof VideoFrame === 'function') {
    try {
      return new VideoFrame(video, { timestamp: Math.round(timeMs * 1000) });
    } catch (thrown) {
      // Some browsers cannot wrap every stream; a bitmap works for all of them.
      if (!(thrown instanceof DOMException || thrown instanceof TypeError)) throw thrown;
    }
  }
  return createImageBitmap(video, scaling(video.videoWidth, video.videoHeight));
}

/** The picture as a bitmap of the size that is kept. Takes the picture over. Meant for workers. */
export async function bitmapOf(picture: Picture): Promise<ImageBitmap> {
  if (picture instanceof ImageBitmap) return picture;
  try {
    return await createImageBitmap(picture, scaling(picture.displayWidth, picture.displayHeight));
  } finally {
    picture.close();
  }
}

/** Another handle on the same picture; of a VideoFrame without copying it. Rejects when it was given away already. */
export async function copyOf(picture: Picture): Promise<Picture> {
  return 'clone' in picture ? picture.clone() : createImageBitmap(picture);
}

/** Bitmap options that bring the short side down to the limit; none when it is small enough already. */
export function scaling(width: number, height: number): ImageBitmapOptions {
  const shortSide = Math.min(width, height);
  if (shortSide <= MAX_SHORT_SIDE_PX) return {};
  const scale = MAX_SHORT_SIDE_PX / shortSide;
  return {
    resizeWidth: Math.round(width * scale),
    resizeHeight: Math.round(height * scale),
    resizeQuality: 'medium',
  };
}
