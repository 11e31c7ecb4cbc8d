import type { HintId } from '../model/hint-id.ts';
import { svg } from './element.ts';

/** What the little face does; the movements are in styles/figure.css. */
export type FigureMotion = HintId | 'still';

export interface FaceFigure {
  readonly element: SVGSVGElement;
  /** `mirrored`: the picture is a mirror, so the person's own left is on the left. */
  show(motion: FigureMotion, mirrored: boolean): void;
}

const RAYS = [0, 45, 90, 135, 180, 225, 270, 315];

/** A small face that shows what is asked for, beside the instruction: a gesture, or what is to be put right. */
export function createFaceFigure(): FaceFigure {
  const features = svg('g', { class: 'features' }, [
    svg('g', { class: 'eyes' }, [
      svg('ellipse', { cx: 25, cy: 29, rx: 2.4, ry: 3 }),
      svg('ellipse', { cx: 39, cy: 29, rx: 2.4, ry: 3 }),
    ]),
    svg('path', { class: 'lids', d: 'M21.8 29.4c1.6 1.7 4.8 1.7 6.4 0M35.8 29.4c1.6 1.7 4.8 1.7 6.4 0' }),
    svg('path', { class: 'nose', d: 'M32 31v5.5l-2 1' }),
    svg('path', { class: 'mouth', d: 'M27 43.5h10' }),
    svg('path', { class: 'smile', d: 'M24 41.5c4 6 12 6 16 0' }),
  ]);
  const element = svg(
    'svg',
    { viewBox: '0 0 64 64', class: 'figure', 'aria-hidden': 'true', focusable: 'false' },
    [
      svg('g', { class: 'other' }, [svg('ellipse', { class: 'head', cx: 47, cy: 33, rx: 14, ry: 17.5 })]),
      svg('g', { class: 'person' }, [
        svg('ellipse', { class: 'head', cx: 32, cy: 32, rx: 20, ry: 25 }),
        features,
      ]),
      svg('ellipse', { class: 'goal', cx: 32, cy: 32, rx: 24, ry: 30 }),
      svg('path', { class: 'scan', d: 'M8 32h48' }),
      svg('g', { class: 'lamp' }, [
        svg('circle', { cx: 54, cy: 12, r: 4.2 }),
        svg('path', { class: 'rays', d: RAYS.map(ray).join('') }),
      ]),
      svg('path', { class: 'tick', d: 'M45 51l4.4 4.4 8.2-9.2' }),
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

/** One of the strokes around the lamp. */
function ray(degrees: number): string {
  const [x, y] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const at = (distance: number) => `${(54 + x * distance).toFixed(1)} ${(12 + y * distance).toFixed(1)}`;
  return `M${at(7)}L${at(9.4)}`;
}
