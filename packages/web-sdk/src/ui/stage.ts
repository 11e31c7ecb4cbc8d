import type { MaskSurface } from '../model/face-mask.ts';
import type { VideoLook } from '../model/video-look.ts';
import type { WindowShell } from '../model/window-shell.ts';
import { createDocumentOverlay } from './document-overlay.ts';
import { html, svg } from './element.ts';
import type { Cue, Screen } from './screen.ts';
import { createStillPicture } from './still-picture.ts';

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
export function createStage(
  { stage: element, video, look }: Pick<WindowShell, 'stage' | 'video' | 'look'>,
  options: { readonly documentPattern: boolean },
): Stage {
  element.querySelector('.overlay.face')?.append(
    svg(
      'g',
      { class: 'chevrons' },
      [0, 1, 2].map((index) => chevron(index)),
    ),
  );
  const documentOverlay = createDocumentOverlay(options.documentPattern);
  const still = createStillPicture();
  const bar = html('div', { class: 'bar' }, [html('div', { class: 'fill' })]);
  element.append(documentOverlay.element, still.element, bar);
  let mask: HTMLCanvasElement | undefined;
  const mirrored = () => element.dataset.mirrored === 'true';

  return {
    element,
    video,
    maskSurface() {
      mask ??= html('canvas', { class: 'mask', 'aria-hidden': 'true' });
      video.after(mask);
      return { canvas: mask, mirrored };
    },
    look,
    show({ ring, cue, recording, frame, tone, document: wanted, still: picture }) {
      element.dataset.frame = frame;
      if (wanted !== null) documentOverlay.show(wanted);
      const shape = still.show(picture);
      element.dataset.still = String(shape !== null);
      element.style.setProperty('--still-ratio', String(shape ?? 1));
      element.dataset.recording = String(recording);
      element.dataset.tone = tone;
      element.dataset.ring = ring === 'busy' ? 'busy' : ring === null ? 'none' : 'share';
      element.dataset.cue = cue === null ? 'none' : onScreen(cue, mirrored());
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
