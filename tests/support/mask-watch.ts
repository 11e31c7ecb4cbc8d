import type { Page } from 'playwright-core';

/** What was seen of the 3D mask while a capture ran. */
export interface MaskFrames {
  /** Camera pictures the browser showed from the first painted mesh to the last one. */
  readonly pictures: number;
  /** Those with which a mesh was painted. */
  readonly painted: number;
  /** Those with which it was painted elsewhere than with the picture before. */
  readonly moved: number;
  /** Pictures that were tracked in the same time, without the first one. */
  readonly tracked: number;
}

/** Watches the next capture of this page. @returns what was seen so far. */
export async function watchMaskFrames(page: Page): Promise<() => Promise<MaskFrames>> {
  await page.evaluate(noteMaskFrames);
  return () => page.evaluate(() => (window as unknown as { maskFrames: MaskFrames }).maskFrames); // noteMaskFrames
}

/** Runs inside the page. Counts by what is drawn, and what the tracker's worker answers: nothing of the product is replaced. */
function noteMaskFrames(): void {
  const found = { pictures: 0, painted: 0, moved: 0, tracked: 0 };
  let pictures = 0;
  let tracked = 0;
  let first: { readonly pictures: number; readonly tracked: number } | undefined;
  let strokes = 0;
  /** Of the first stroke's last line: with the picture before, and with this one. */
  let place = [0, 0];
  let lineX = 0;
  let lineY = 0;
  const painting = CanvasRenderingContext2D.prototype;
  const { moveTo, stroke } = painting;
  painting.moveTo = function (x, y) {
    if (strokes === 0) {
      lineX = x;
      lineY = y;
    }
    moveTo.call(this, x, y);
  };
  painting.stroke = function (...path: Path2D[]) {
    strokes += 1;
    Reflect.apply(stroke, this, path);
  };
  const shown = (video: HTMLVideoElement): void => {
    video.requestVideoFrameCallback(() => {
      pictures += 1;
      if (strokes > 0) {
        first ??= { pictures, tracked };
        found.painted += 1;
        found.moved += lineX === place[0] && lineY === place[1] ? 0 : 1;
        found.pictures = pictures - first.pictures + 1;
        found.tracked = tracked - first.tracked;
        place = [lineX, lineY];
      }
      strokes = 0;
      shown(video);
    });
  };
  const watched = new WeakSet<HTMLVideoElement>();
  const look = (): void => {
    const video = document.querySelector('.oz-liveness')?.shadowRoot?.querySelector('video');
    if (video && !watched.has(video)) {
      watched.add(video);
      shown(video);
    }
    requestAnimationFrame(look);
  };
  look();
  const Original = window.Worker;
  window.Worker = class extends Original {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      this.addEventListener('message', ({ data }) => {
        if (data?.kind === 'observed' && data.mesh) tracked += 1;
      });
    }
  };
  Object.assign(window, { maskFrames: found });
}
