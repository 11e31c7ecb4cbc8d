import type { FirstStrings, FirstWords } from '../model/first-words.ts';
import type { LanguageStrings } from '../model/language.ts';
import { findLanguage, languageOf, normalise } from './language-ids.ts';
import { RTL_LANGUAGES, TAGS } from './language-tags.data.ts';

/** The words of one language, English for what is missing, as `createLanguages` chooses them. `added`: by the page, in its order. */
export function firstWords(
  lang: string | undefined,
  packs: Readonly<Record<string, FirstStrings>>,
  added: readonly (readonly [id: string, strings: LanguageStrings])[],
): FirstWords {
  const own = added.map(([id, strings]) => [normalise(id), strings] as const);
  const known = [...Object.keys(packs), ...own.map(([id]) => id)];
  const id = (lang ? findLanguage(known, lang) : undefined) ?? 'en';
  const of = (wanted: string) => own.filter(([each]) => each === wanted).map(([, strings]) => strings);
  return {
    tag: TAGS[id] ?? id,
    direction: RTL_LANGUAGES.includes(languageOf(id)) ? 'rtl' : 'ltr',
    strings: Object.assign(
      { 'ui.dialog_label': '', 'ui.close': '' },
      packs.en,
      ...of('en'),
      packs[id],
      ...of(id),
    ),
  };
}
