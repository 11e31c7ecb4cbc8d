import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Puts pages into the layouts they name, before Vite reads them. `<page-layout name="frame" title="…">` is the page's only
 * element; its attributes and its `<page-part name="…">` elements fill the `{{holes}}` of `layouts/frame.html`, the rest of
 * it fills `{{content}}`. A layout may stand in another one. Links to the page itself get `aria-current`.
 *
 * @param {string} folder where the layouts are
 */
export function pageLayouts(folder) {
  return {
    name: 'page-layouts',
    transformIndexHtml: {
      order: 'pre',
      handler: (html, { path }) => {
        const own = `<a href="${path.replace(/index\.html$/, '')}"`;
        return laidOut(folder, html).replaceAll(own, `${own} aria-current="page"`);
      },
    },
  };
}

function laidOut(folder, text) {
  const [, attributes, inside] = /^\s*<page-layout\s([^>]*)>(.*)<\/page-layout>\s*$/s.exec(text) ?? [];
  if (attributes === undefined) return text;
  const parts = [];
  const content = inside.replaceAll(/<page-part name="(\w+)">(.*?)<\/page-part>/gs, (_, name, part) => {
    parts.push([name, part.trim()]);
    return '';
  });
  const named = [...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  const { name, ...values } = Object.fromEntries([...named, ...parts, ['content', content.trim()]]);
  return laidOut(folder, filled(name, readFileSync(join(folder, `${name}.html`), 'utf8'), values));
}

function filled(layout, text, values) {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, hole) => {
    if (values[hole] !== undefined) return values[hole];
    throw new Error(
      `Nothing fills {{${hole}}} of layouts/${layout}.html. Give <page-layout> that attribute or part.`,
    );
  });
}
