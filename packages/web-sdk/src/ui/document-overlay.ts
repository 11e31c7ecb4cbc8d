import type { PhotoAction } from '@presence/protocol';
import { DOCUMENT_STAGE, documentFrame } from '../model/document-frame.ts';
import { svg } from './element.ts';

export interface DocumentOverlay {
  readonly element: SVGSVGElement;
  show(action: PhotoAction): void;
}

const RADIUS = 16;

/**
 * The veil with a place for the document cut out, its edge and, with `pattern`, the outline of what is on such a card:
 * portrait and print on the front, lines of machine-readable print on the back.
 */
export function createDocumentOverlay(pattern: boolean): DocumentOverlay {
  const { width, height } = DOCUMENT_STAGE;
  const element = svg('svg', {
    class: 'overlay document',
    viewBox: `0 0 ${width} ${height}`,
    'aria-hidden': 'true',
    focusable: 'false',
  });
  let drawn: PhotoAction | undefined;
  return {
    element,
    show(action) {
      if (action === drawn) return;
      drawn = action;
      const frame = outlineOf(action);
      element.replaceChildren(
        svg('path', {
          class: 'veil',
          'fill-rule': 'evenodd',
          d: `M-2 -2H${width + 2}V${height + 2}H-2Z${frame}`,
        }),
        svg('path', { class: 'edge', d: frame }),
        svg('path', { class: 'edge progress', d: frame, pathLength: 1 }),
        ...(pattern ? patternOf(action).map((d) => svg('path', { class: 'template', d })) : []),
      );
    },
  };
}

function outlineOf(action: PhotoAction): string {
  const { left, top, width, height } = documentFrame(action);
  const corner = (dx: number, dy: number) => `a${RADIUS} ${RADIUS} 0 0 1 ${dx} ${dy}`;
  const across = width - 2 * RADIUS;
  const down = height - 2 * RADIUS;
  return [
    `M${left + RADIUS} ${top}h${across}${corner(RADIUS, RADIUS)}v${down}${corner(-RADIUS, RADIUS)}`,
    `h-${across}${corner(-RADIUS, -RADIUS)}v-${down}${corner(RADIUS, -RADIUS)}Z`,
  ].join('');
}

/** Nobody knows what a custom document looks like. */
function patternOf(action: PhotoAction): readonly string[] {
  const { left, top } = documentFrame(action);
  if (action === 'photo_id_front')
    return [
      `M${left + 32} ${top + 42}h68a8 8 0 0 1 8 8v92a8 8 0 0 1 -8 8h-68a8 8 0 0 1 -8 -8v-92a8 8 0 0 1 8 -8Z`,
      `M${left + 134} ${top + 60}h168M${left + 134} ${top + 96}h168M${left + 134} ${top + 132}h108`,
      `M${left + 24} ${top + 184}h278`,
    ];
  if (action === 'photo_id_back')
    return [
      `M${left + 24} ${top + 48}h120M${left + 24} ${top + 80}h90`,
      `M${left + 24} ${top + 136}h292M${left + 24} ${top + 160}h292M${left + 24} ${top + 184}h292`,
    ];
  return [];
}
