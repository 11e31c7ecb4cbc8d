import { MASK_KEYS, STYLE_MAP, STYLE_TEXTS, type StyleKind } from './style-map.data.ts';

/** Values that could load something or leave their declaration are not values of any kind. */
const FORBIDDEN = /[;{}<>\\]|url\s*\(|image\s*\(|image-set\s*\(|@/i;
const PATTERNS: Readonly<Record<StyleKind, RegExp>> = {
  color: /^(#[0-9a-f]{3,8}|[a-z]{3,24}|(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\([^()]*\))$/i,
  length: /^\d+(\.\d+)?(px|rem|em|%|vw|vh|pt)?$/i,
  number: /^\d+(\.\d+)?$/,
  font: /^[\p{L}\d\s,'"-]{1,200}$/u,
  word: /^[a-z-]{1,24}$/i,
  hides: /^(true|false)$/,
};
/** A warning of two lines fits; what is longer is cut. */
const MAX_TEXT = 200;

/**
 * Custom properties for the page's `style` option. Unknown keys and values of the wrong kind are left out silently, as
 * the documented plugin does. Numbers given for lengths are pixels.
 */
export function styleProperties(style: unknown): ReadonlyMap<string, string> {
  const found = STYLE_MAP.map(
    ([path, property, kind]) => [property, cssValue(valueAt(style, path), kind)] as const,
  );
  return new Map(found.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

/** Words the page adds to the window; empty without. */
export function styleText(style: unknown, text: keyof typeof STYLE_TEXTS): string {
  const value = valueAt(style, STYLE_TEXTS[text]);
  return typeof value === 'string' ? value.trim().slice(0, MAX_TEXT) : '';
}

/** Paths in the page's `style` that change nothing: unknown keys, and values of the wrong kind. */
export function ignoredStyleKeys(style: unknown): readonly string[] {
  const used = new Set<string>([
    ...[...STYLE_MAP.map(([path, , kind]) => [path, kind] as const), ...MASK_KEYS]
      .filter(([path, kind]) => cssValue(valueAt(style, path), kind) !== undefined)
      .map(([path]) => path),
    STYLE_TEXTS.notice,
  ]);
  return Object.entries(style ?? {}).flatMap(([group, keys]) =>
    isRecord(keys)
      ? Object.keys(keys)
          .map((key) => `${group}.${key}`)
          .filter((path) => !used.has(path))
      : [group],
  );
}

function valueAt(style: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), style);
}

function cssValue(value: unknown, kind: StyleKind): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const text = String(value).trim();
  if (FORBIDDEN.test(text) || !PATTERNS[kind].test(text)) return undefined;
  if (kind === 'hides') return text === 'true' ? 'none' : 'block';
  return kind === 'length' && PATTERNS.number.test(text) ? `${text}px` : text;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
