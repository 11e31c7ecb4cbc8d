import { svg } from './element.ts';
import { ICONS, type IconId } from './icons.data.ts';

/** A line icon in the current text colour, hidden from screen readers: the text beside it says the same. */
export function createIcon(id: IconId): SVGSVGElement {
  const icon = svg('svg', { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true', focusable: 'false' });
  drawIcon(icon, id);
  return icon;
}

/** Replaces what an icon shows. */
export function drawIcon(icon: SVGSVGElement, id: IconId): void {
  if (icon.dataset.icon === id) return;
  icon.dataset.icon = id;
  icon.replaceChildren(...ICONS[id].map((d) => svg('path', { d })));
}
