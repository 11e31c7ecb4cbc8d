import { describe, expect, it } from 'vitest';
import { createLanguages } from './create-languages.ts';
import { firstWords } from './first-words.ts';
import { PACKS } from './packs.data.ts';

describe('the first words', () => {
  it.each([undefined, 'en', 'es-MX', 'pt', 'pt_BR', 'kz', 'ru', 'xx', 'ar', 'de-AT'])(
    'are those of the language that %s will be',
    (lang) => {
      const added = [
        ['ar', { 'ui.close': 'إغلاق' }],
        ['DE', { 'ui.dialog_label': 'Gesichtsprüfung' }],
        ['DE', { 'ui.close': 'Schließen' }],
        ['en', { 'ui.close': 'Leave' }],
      ] as const;
      const languages = createLanguages();
      for (const [id, strings] of added) languages.add(id, strings);
      const { tag, direction, text } = languages.choose([lang]);
      const words = firstWords(lang, PACKS, added);
      expect(words).toMatchObject({ tag, direction });
      for (const id of ['ui.dialog_label', 'ui.close'] as const) expect(words.strings[id]).toBe(text(id));
    },
  );
});
