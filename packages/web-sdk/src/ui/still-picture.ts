import { html } from './element.ts';
import type { Screen } from './screen.ts';

export interface StillPicture {
  readonly element: HTMLCanvasElement;
  /** Shape of what is shown, width over height; null when nothing is. */
  show(still: Screen['still']): number | null;
}

/** A picture to be looked at, drawn on a canvas: no content policy can forbid it, and it is gone with the window. */
export function createStillPicture(): StillPicture {
  const element = html('canvas', { class: 'still', role: 'img' });
  element.hidden = true;
  let drawn: ImageBitmap | undefined;
  return {
    element,
    show(still) {
      element.hidden = still === null;
      if (still === null) {
        // The pixels go as soon as they are no longer shown.
        if (drawn !== undefined) [element.width, element.height] = [1, 1];
        drawn = undefined;
        return null;
      }
      element.setAttribute('aria-label', still.label);
      if (drawn !== still.picture) {
        drawn = still.picture;
        [element.width, element.height] = [still.picture.width, still.picture.height];
        element.getContext('2d')?.drawImage(still.picture, 0, 0);
      }
      return element.width / element.height;
    },
  };
}
