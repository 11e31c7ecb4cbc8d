import { expect, it } from 'vitest';
import { STYLE_MAP, type StyleKind } from '../../packages/web-sdk/src/ui/style-map.data.ts';
import { type GalleryState, screenNamed } from '../support/window-gallery/screens.data.ts';
import { useGallery } from '../support/window-gallery/use-gallery.ts';

const withWindow = useGallery();

/** A value of each kind that none of the window's own is equal to. */
const VALUES: Readonly<Record<StyleKind, string | number | boolean>> = {
  color: 'rgb(1, 2, 3)',
  length: '7px',
  number: 0.37,
  font: 'Courier',
  word: 'italic',
  hides: true,
};
/** A weight is a number of another size. */
const valueFor = (path: string, kind: StyleKind) => (path.endsWith('textWeight') ? 300 : VALUES[kind]);
/** An opacity shows in the colour it belongs to. */
const BESIDE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'centerHintCustomization.backgroundOpacity': { backgroundColor: 'rgb(9, 9, 9)' },
};
const SCREENS = ['hint video_selfie_left', 'hint move_closer', 'photo_id_front', 'error camera_in_use'];

/** Runs in the gallery's page: what a person sees of each screen, for each style, as one text. Uses nothing from outside. */
async function looks(order: {
  readonly styles: readonly object[];
  readonly states: readonly GalleryState[];
}): Promise<string[]> {
  const PARTS =
    'dialog, .title, .text, .button, .close, .version, .notice, .figure, .ring, .chevron, .veil, .template, .edge, .message .icon, .arc *';
  const PROPERTIES = [
    'color',
    'background-color',
    'font-family',
    'font-size',
    'font-weight',
    'font-style',
    'letter-spacing',
    'border-top-left-radius',
    'display',
    'inline-size',
    'opacity',
    'fill',
    'fill-opacity',
    'stroke',
    'stroke-width',
    'stroke-opacity',
    'transform',
  ];
  // The gallery's page has defined them.
  const { openView, showState, gallery } = window as unknown as {
    openView(options: object): void;
    showState(state: GalleryState): Promise<void>;
    gallery: { view?: { close(): void } };
  };
  const found: string[] = [];
  for (const style of order.styles) {
    gallery.view?.close();
    openView({ style });
    const root = document.querySelector('.oz-liveness')?.shadowRoot;
    while (root?.querySelector('dialog')?.open !== true) await new Promise((done) => setTimeout(done, 5));
    const seen: string[] = [];
    for (const state of order.states) {
      await showState(state);
      for (const element of root.querySelectorAll(PARTS)) {
        const computed = getComputedStyle(element);
        seen.push(
          element.getAttribute('d') ?? '',
          ...PROPERTIES.map((name) => computed.getPropertyValue(name)),
        );
      }
    }
    found.push(seen.join('|'));
  }
  return found;
}

it('shows a person every key of both generations of `style`', async () => {
  const keys = STYLE_MAP.map(([path, , kind]) => [path, kind] as const);
  const styleOf = (path: string, kind: StyleKind) => {
    const [group = '', key = ''] = path.split('.');
    return { [group]: { ...BESIDE[path], [key]: valueFor(path, kind) } };
  };
  await withWindow({}, async ({ page }) => {
    const besides = Object.entries(BESIDE).map(([path, beside]) => ({ [path.split('.')[0] ?? '']: beside }));
    const styles = [{}, ...besides, ...keys.map((key) => styleOf(...key))].map(withNotice);
    const found = await page.evaluate(looks, { styles, states: SCREENS.map(screenNamed) });
    const plain = found.splice(0, 1 + besides.length);
    const unseen = keys.filter((_key, index) => plain.includes(found[index] ?? ''));
    expect(unseen).toEqual([]);
    expect(found).toHaveLength(keys.length);
  });
});

/** Its own look can only be seen where there is a notice. */
function withNotice({ antiscamCustomization, ...style }: Readonly<Record<string, object>>): object {
  return {
    ...style,
    antiscamCustomization: { textMessage: 'Nobody else may ask.', ...antiscamCustomization },
  };
}
