import type { Audience, Language, Languages } from '../model/language.ts';
import { en } from './en.data.ts';
import { ERROR_TEXT } from './error-text.data.ts';
import { findLanguage, languageOf, normalise } from './language-ids.ts';
import { RTL_LANGUAGES, TAGS } from './language-tags.data.ts';
import { OPERATOR_PACKS, PACKS } from './packs.data.ts';

type Pack = Readonly<Record<string, string>>;

/**
 * The languages of one `OzLiveness` object: the built-in packs and what the page adds. Ids are matched without regard
 * to case; `pt_BR` is `pt-br`; a region that is not known falls back to its language, and the other way round.
 */
export function createLanguages(): Languages {
  const packs = new Map<string, Pack>(
    Object.entries(PACKS).map(([id, pack]) => [id, { ...pack, ...OPERATOR_PACKS[id] }]),
  );

  const find = (wanted: string) => findLanguage([...packs.keys()], wanted);

  return {
    add(id, strings) {
      const key = normalise(id);
      // A page without types may pass anything; what is not text is left out.
      const texts = Object.entries(strings).filter(([, text]) => typeof text === 'string');
      packs.set(key, { ...packs.get(key), ...Object.fromEntries(texts) });
    },
    isOfPage(id) {
      const found = find(id);
      return found !== undefined && !Object.hasOwn(PACKS, found);
    },
    choose(wanted, audience = 'person') {
      const id =
        wanted.map((one) => (one ? find(one) : undefined)).find((found) => found !== undefined) ?? 'en';
      return createLanguage(id, packs.get(id) ?? en, packs.get('en') ?? en, audience);
    },
  };
}

function createLanguage(id: string, pack: Pack, english: Pack, audience: Audience): Language {
  return {
    id,
    tag: TAGS[id] ?? id,
    direction: RTL_LANGUAGES.includes(languageOf(id)) ? 'rtl' : 'ltr',
    audience,
    text(stringId, values = {}) {
      // The text of its own name before that of its group, and what is meant for the operator before both.
      const plain = [stringId, groupOf(stringId)];
      const ids = audience === 'operator' ? [...plain.map((each) => `operator.${each}`), ...plain] : plain;
      const found = ids.find((each) => pack[each] !== undefined);
      const template =
        found === undefined
          ? ids.map((each) => english[each]).find((each) => each !== undefined)
          : pack[found];
      return fill(template ?? stringId, values);
    },
  };
}

/** `error.license_expired.title` is the text of its group, `error.not_set_up.title`, unless a pack has its own. */
function groupOf(stringId: string): string {
  const [area, code = '', part = ''] = stringId.split('.');
  return area === 'error' && isErrorCode(code) ? `error.${ERROR_TEXT[code]}.${part}` : stringId;
}

function isErrorCode(code: string): code is keyof typeof ERROR_TEXT {
  return Object.hasOwn(ERROR_TEXT, code);
}

function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    return value === undefined ? placeholder : String(value);
  });
}
