import type { VideoAction } from '@presence/protocol';
import { svg } from './element.ts';

/** What the little face does; the movement is in liveness.css. */
export type FigureMotion = VideoAction | 'still';

export interface FaceFigure {
  readonly element: SVGSVGElement;
  /** `mirrored`: the picture is a mirror, so the person's own left is on the left. */
  show(motion: FigureMotion, mirrored: boolean): void;
}

/** A small face that shows the asked movement, beside the instruction. */
export function createFaceFigure(): FaceFigure {
  const features = svg('g', { class: 'features' }, [
    svg('g', { class: 'eyes' }, [
      svg('ellipse', { cx: 25, cy: 29, rx: 2.4, ry: 3 }),
      svg('ellipse', { cx: 39, cy: 29, rx: 2.4, ry: 3 }),
    ]),
    svg('path', { class: 'nose', d: 'M32 31v5.5l-2 1' }),
    svg('path', { class: 'mouth', d: 'M27 43.5h10' }),
    svg('path', { class: 'smile', d: 'M24 41.5c4 6 12 6 16 0' }),
  ]);
  const element = svg(
    'svg',
    { viewBox: '0 0 64 64', class: 'figure', 'aria-hidden': 'true', focusable: 'false' },
    [
      svg('ellipse', { class: 'head', cx: 32, cy: 32, rx: 20, ry: 25 }),
      features,
      svg('path', { class: 'scan', d: 'M8 32h48' }),
    ],
  );
  return {
    element,
    show(motion, mirrored) {
      if (element.dataset.motion !== motion) element.dataset.motion = motion;
      element.dataset.side = mirrored ? 'mirror' : 'window';
    },
  };
}
