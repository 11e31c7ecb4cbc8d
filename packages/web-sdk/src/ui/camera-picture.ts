import type { VideoLook } from '../model/video-look.ts';
import { html, svg } from './element.ts';

/** Oval of 240 x 320 in a picture of 300 x 400: 0.8 of the picture, as face-geometry's default oval. */
const OVAL = 'M150 40A120 160 0 1 1 149.99 40Z';
const RING = 'M150 34A126 166 0 1 1 149.99 34Z';
const OVERLAY = { 'aria-hidden': 'true', focusable: 'false' } as const;

export interface CameraPicture {
  readonly element: HTMLElement;
  readonly video: HTMLVideoElement;
  look(look: VideoLook): void;
}

/** The camera's picture under a veil with an oval cut out, and the track of its ring: all that is needed to see oneself. */
export function createCameraPicture(): CameraPicture {
  const video = html('video', {
    class: 'video',
    autoplay: true,
    playsinline: true,
    'aria-hidden': 'true',
    tabindex: -1,
  });
  video.muted = true;
  const overlay = svg('svg', { ...OVERLAY, class: 'overlay face', viewBox: '0 0 300 400' }, [
    svg('path', { class: 'veil', 'fill-rule': 'evenodd', d: `M-2 -2H302V402H-2Z${OVAL}` }),
    ...['track', 'side', 'progress'].map((name) =>
      svg('path', { class: `ring ${name}`, d: RING, pathLength: 1 }),
    ),
  ]);
  const element = html(
    'div',
    {
      class: 'stage',
      'data-mirrored': 'true',
      'data-oval': 'true',
      'data-frame': 'face',
      'data-cue': 'none',
    },
    [video, overlay],
  );
  return {
    element,
    video,
    look({ mirrored, oval, width, height }) {
      element.dataset.mirrored = String(mirrored);
      element.dataset.oval = String(oval);
      element.style.setProperty('--picture-ratio', oval ? '0.75' : String(width > 0 ? width / height : 0.75));
    },
  };
}
