import { type ErrorCode, isVideoAction } from '@presence/protocol';
import type { StringId, Strings, Texts } from '../model/strings.ts';
import { en } from './en.data.ts';
import { ERROR_TEXT } from './error-text.data.ts';
import { PACKS, RTL_LANGUAGES, TAGS } from './packs.data.ts';

/** The languages of one `OzLiveness` object. */
export interface Langs {
  /**
   * Registers a language, or changes texts of one. Strings it does not name keep what they were, or come from English.
   * Ids are matched without regard to case. Values that are not strings are ignored.
   */
  add(id: string, strings: Readonly<Record<string, unknown>>): void;
  /** The best match for what the page asked: the id itself, its language without the region, the default, English. */
  pick(wanted: string | undefined, fallback?: string): Texts;
  /** Ids that can be passed as `lang`. */
  ids(): readonly string[];
}

type Pack = Readonly<Record<string, string>>;

export function createLangs(): Langs {
  const packs = new Map<string, Pack>(Object.entries(PACKS));

  const find = (wanted: string | undefined): string | undefined => {
    if (wanted === undefined) return undefined;
    const id = normalise(wanted);
    const language = id.split('-')[0] ?? id;
    if (packs.has(id)) return id;
    if (packs.has(language)) return language;
    return [...packs.keys()].find((known) => known.startsWith(`${language}-`));
  };

  return {
    add(id, strings) {
      const key = normalise(id);
      const given = Object.entries(strings).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      );
      packs.set(key, { ...packs.get(key), ...Object.fromEntries(given) });
    },
    pick(wanted, fallback) {
      const id = find(wanted) ?? find(fallback) ?? 'en';
      return createTexts(id, packs.get(id) ?? en, packs.get('en') ?? en);
    },
    ids: () => [...packs.keys()],
  };
}

function createTexts(id: string, pack: Pack, english: Pack): Texts {
  const raw = (key: string): string | undefined => pack[key] ?? english[key];
  const text = (key: StringId, values: Readonly<Record<string, string | number>> = {}): string =>
    fill(raw(key) ?? en[key], values);
  const language = id.split('-')[0] ?? id;

  return {
    tag: TAGS[id] ?? id,
    direction: RTL_LANGUAGES.includes(language) ? 'rtl' : 'ltr',
    text,
    error(code, context = {}) {
      const action = context.action;
      const gesture =
        typeof action === 'string' && isVideoAction(action) ? text(`gesture_${action}`) : text('hint_look');
      const of = (part: 'title' | 'help'): string =>
        fill(raw(`error_${code}_${part}`) ?? text(groupId(code, part)), { gesture });
      return { title: of('title'), help: of('help') };
    },
  };
}

function groupId(code: ErrorCode, part: 'title' | 'help'): keyof Strings {
  return `error_${ERROR_TEXT[code]}_${part}`;
}

function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    return value === undefined ? placeholder : String(value);
  });
}

function normalise(id: string): string {
  return id.trim().toLowerCase().replaceAll('_', '-');
}
