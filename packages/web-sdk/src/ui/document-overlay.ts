import type { PhotoAction } from '@presence/protocol';
import { DOCUMENT_STAGE, documentFrame } from '../model/document-frame.ts';
import { svg } from './element.ts';

export interface DocumentOverlay {
  readonly element: SVGSVGElement;
  show(action: PhotoAction): void;
}

/** Units of the stage; an ID-1 card's own corners have 12. */
const RADIUS = 16;
const MAX_RADIUS = 100;

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
      const frame = outlineOf(action, cornerRadius(element));
      element.replaceChildren(
        svg('path', {
          class: 'veil',
          'fill-rule': 'evenodd',
          d: `M-2 -2H${width + 2}V${height + 2}H-2Z${frame}`,
        }),
        svg('path', { class: 'edge', d: frame }),
        svg('path', { class: 'edge progress', d: frame, pathLength: 1 }),
        ...(pattern ? patternOf(action) : []).flatMap((d) => [
          svg('path', { class: 'template shade', d }),
          svg('path', { class: 'template', d }),
        ]),
      );
    },
  };
}

/** The page's `documentFrameCustomization.cornersRadius`, pixels, in units of the stage as large as it is shown. */
function cornerRadius(element: SVGSVGElement): number {
  const wanted = Number.parseFloat(getComputedStyle(element).getPropertyValue('--oz-document-radius'));
  const shown = element.getBoundingClientRect().width;
  if (!Number.isFinite(wanted) || shown === 0) return RADIUS;
  return Math.min(MAX_RADIUS, (wanted * DOCUMENT_STAGE.width) / shown);
}

function outlineOf(action: PhotoAction, r: number): string {
  const { left, top, width, height } = documentFrame(action);
  const corner = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  const across = width - 2 * r;
  const down = height - 2 * r;
  return [
    `M${left + r} ${top}h${across}${corner(r, r)}v${down}${corner(-r, r)}`,
    `h-${across}${corner(-r, -r)}v-${down}${corner(r, -r)}Z`,
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
