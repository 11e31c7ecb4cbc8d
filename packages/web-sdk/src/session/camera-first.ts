import { firstFrame } from '../frames/first-frame.ts';

/** Milliseconds the rest waits for the camera's first picture: one that waits for a permission must not hold up everything. */
const CAMERA_ALONE_MS = 500;

/** Resolves when the camera's first picture was on screen, or will not be soon: nothing heavy may compete with it. */
export async function cameraFirst(pictureShown: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, CAMERA_ALONE_MS);
  });
  await Promise.race([pictureShown, patience]).finally(() => clearTimeout(timer));
}

/** The same for a video that may be showing its picture already. */
export async function pictureFirst(video: HTMLVideoElement): Promise<void> {
  if (video.currentTime === 0) await cameraFirst(firstFrame(video));
}
