import type { VideoLook } from '../model/capture-view.ts';
import type { MaskSurface } from '../model/face-mask.ts';
import { createDocumentOverlay } from './document-overlay.ts';
import { html, svg } from './element.ts';
import type { Cue, Screen } from './screen.ts';
import { createStillPicture } from './still-picture.ts';

/** Oval of 240 x 320 in a picture of 300 x 400: 0.8 of the picture, as face-geometry's default oval. */
const OVAL = 'M150 40A120 160 0 1 1 149.99 40Z';
const RING = 'M150 34A126 166 0 1 1 149.99 34Z';
const OVERLAY = { 'aria-hidden': 'true', focusable: 'false' } as const;
const CHEVRON = 'M-4 -9 5 0 -4 9';

export interface Stage {
  readonly element: HTMLElement;
  readonly video: HTMLVideoElement;
  /** A canvas over the picture, made when it is first asked for. */
  maskSurface(): MaskSurface;
  look(look: VideoLook): void;
  show(screen: Screen): void;
}

/** The camera's picture under a veil with an oval or a card cut out, its progress ring and direction marks. */
export function createStage(options: { readonly documentPattern: boolean }): Stage {
  const video = html('video', {
    class: 'video',
    autoplay: true,
    playsinline: true,
    'aria-hidden': 'true',
    tabindex: -1,
  });
  video.muted = true;
  const progress = svg('path', { class: 'ring progress', d: RING, pathLength: 1 });
  const overlay = svg('svg', { ...OVERLAY, class: 'overlay face', viewBox: '0 0 300 400' }, [
    svg('path', { class: 'veil', 'fill-rule': 'evenodd', d: `M-2 -2H302V402H-2Z${OVAL}` }),
    svg('path', { class: 'ring track', d: RING }),
    svg('path', { class: 'ring side', d: RING, pathLength: 1 }),
    progress,
    svg(
      'g',
      { class: 'chevrons' },
      [0, 1, 2].map((index) => chevron(index)),
    ),
  ]);
  const documentOverlay = createDocumentOverlay(options.documentPattern);
  const still = createStillPicture();
  const bar = html('div', { class: 'bar' }, [html('div', { class: 'fill' })]);
  const element = html('div', { class: 'stage', 'data-mirrored': 'true', 'data-oval': 'true' }, [
    video,
    overlay,
    documentOverlay.element,
    still.element,
    bar,
  ]);
  let mirrored = true;
  let mask: HTMLCanvasElement | undefined;

  return {
    element,
    video,
    maskSurface() {
      mask ??= html('canvas', { class: 'mask', 'aria-hidden': 'true' });
      video.after(mask);
      return { canvas: mask, mirrored: () => mirrored };
    },
    look({ mirrored: mirror, oval, width, height }) {
      mirrored = mirror;
      element.dataset.mirrored = String(mirror);
      element.dataset.oval = String(oval);
      element.style.setProperty('--picture-ratio', oval ? '0.75' : String(width > 0 ? width / height : 0.75));
    },
    show({ ring, cue, recording, frame, tone, document: wanted, still: picture }) {
      element.dataset.frame = frame;
      if (wanted !== null) documentOverlay.show(wanted);
      const shape = still.show(picture);
      element.dataset.still = String(shape !== null);
      element.style.setProperty('--still-ratio', String(shape ?? 1));
      element.dataset.recording = String(recording);
      element.dataset.tone = tone;
      element.dataset.ring = ring === 'busy' ? 'busy' : ring === null ? 'none' : 'share';
      element.dataset.cue = cue === null ? 'none' : onScreen(cue, mirrored);
      element.style.setProperty('--progress', String(typeof ring === 'number' ? ring : 0));
    },
  };
}

/** In a mirror the person's own left is on the left, in a plain picture on the right. */
function onScreen(cue: Cue, mirrored: boolean): Cue {
  if (mirrored || cue === 'up' || cue === 'down') return cue;
  return cue === 'left' ? 'right' : 'left';
}

function chevron(index: number): SVGElement {
  return svg('g', { transform: `translate(${index * 9} 0)` }, [
    // Seen on the bare picture only, where the mark needs a ground of its own.
    svg('path', { class: `chevron ground c${index}`, d: CHEVRON }),
    svg('path', { class: `chevron c${index}`, d: CHEVRON }),
  ]);
}
