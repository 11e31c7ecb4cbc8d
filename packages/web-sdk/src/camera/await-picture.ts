import { CaptureError } from '../model/capture-error.ts';
import { endOnce } from './end-once.ts';

/** Milliseconds an opened camera may take to its first picture; slow ones take two seconds. */
const PICTURE_LIMIT_MS = 10_000;
/** Milliseconds between two looks at whether the page can be seen: one that cannot may get no pictures, which says nothing. */
const STEP_MS = 500;

export interface PictureWait {
  readonly signal: AbortSignal;
  isHidden(): boolean;
}

/**
 * Waits until the video plays, but not for ever: a camera that is covered by its switch, or that another program holds, may be
 * opened and give no picture.
 *
 * @throws CaptureError `camera_in_use`, or the signal's reason.
 */
export function awaitPicture(playing: Promise<void>, { signal, isHidden }: PictureWait): Promise<void> {
  return endOnce(signal, ({ resolve, reject }) => {
    let leftMs = PICTURE_LIMIT_MS;
    const timer = setInterval(() => {
      if (isHidden()) return;
      leftMs -= STEP_MS;
      if (leftMs <= 0) reject(noPicture());
    }, STEP_MS);
    playing.then(resolve, reject);
    return () => clearInterval(timer);
  });
}

function noPicture(): CaptureError {
  return new CaptureError(
    'camera_in_use',
    `The camera was opened and gave no picture for ${PICTURE_LIMIT_MS / 1000} s; another program may hold it, or its switch is off.`,
  );
}
