import { ERROR_CODE_TABLE, ERROR_CODES, VIDEO_ACTIONS } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import { HINT_IDS } from '../model/hint-id.ts';
import { createLanguages } from './create-languages.ts';
import { en } from './en.data.ts';
import { operatorEn } from './operator/en.data.ts';
import { OPERATOR_PACKS, PACKS } from './packs.data.ts';

const IDS = Object.keys(en).sort();
const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
const textOf = (pack: object | undefined, id: string): string =>
  String(Object.entries(pack ?? {}).find(([key]) => key === id)?.[1] ?? '');

describe('the built-in packs', () => {
  it('are the five languages and the old id of Kazakh', () => {
    expect(Object.keys(PACKS)).toEqual(['en', 'es', 'pt-br', 'ru', 'kk', 'kz']);
  });

  it.each(Object.entries(PACKS))(
    '%s has every id, no other, none empty, and loses no placeholder',
    (_id, pack) => {
      expect(Object.keys(pack).sort()).toEqual(IDS);
      for (const id of IDS) {
        const text = textOf(pack, id);
        expect(text, id).not.toBe('');
        expect(text.trim(), id).toBe(text);
        expect(placeholders(text), id).toEqual(placeholders(textOf(en, id)));
      }
    },
  );

  it.each(['es', 'pt-br', 'ru', 'kk'])('%s is translated, not English', (id) => {
    expect(IDS.filter((key) => textOf(PACKS[id], key) === textOf(en, key))).toEqual([]);
  });

  it('keeps hints short enough for a phone', () => {
    for (const [id, pack] of Object.entries(PACKS)) {
      for (const hint of HINT_IDS) {
        const { length } = textOf(pack, `hint.${hint}`);
        expect(length, `${id} ${hint}`).toBeGreaterThan(0);
        expect(length, `${id} ${hint}`).toBeLessThanOrEqual(44);
      }
    }
  });
});

describe('the words for an operator', () => {
  const ids = Object.keys(operatorEn).sort();

  it.each(Object.entries(OPERATOR_PACKS))('%s has every id and loses no placeholder', (_id, pack) => {
    expect(Object.keys(pack).sort()).toEqual(ids);
    for (const id of ids) {
      expect(IDS, id).toContain(id.replace('operator.', ''));
      expect(textOf(pack, id).trim(), id).toBe(textOf(pack, id));
      expect(placeholders(textOf(pack, id)), id).toEqual(placeholders(textOf(operatorEn, id)));
      if (id.startsWith('operator.hint.')) expect(textOf(pack, id).length, id).toBeLessThanOrEqual(44);
    }
  });

  it.each(['es', 'pt-br', 'ru', 'kk'])('%s is translated, not English', (id) => {
    expect(ids.filter((key) => textOf(OPERATOR_PACKS[id], key) === textOf(operatorEn, key))).toEqual([]);
  });

  it('say to every gesture what the person is to be asked', () => {
    for (const id of Object.keys(PACKS)) {
      const languages = createLanguages();
      for (const action of VIDEO_ACTIONS)
        expect(languages.choose([id], 'operator').text(`hint.${action}`), `${id} ${action}`).not.toBe(
          languages.choose([id]).text(`hint.${action}`),
        );
    }
  });

  it('leave the rest as it is, errors by their group included, and a page can change them', () => {
    const languages = createLanguages();
    const operator = languages.choose(['en'], 'operator');
    expect(operator.audience).toBe('operator');
    expect(operator.text('ui.close')).toBe('Close');
    expect(operator.text('error.face_not_found.title')).toBe('No face was seen');
    expect(operator.text('error.license_expired.title')).toBe('The check is not available');
    languages.add('en', { 'operator.hint.video_selfie_smile': 'Now a smile, please' });
    languages.add('de', { 'hint.video_selfie_smile': 'Lächeln' });
    expect(languages.choose(['en'], 'operator').text('hint.video_selfie_smile')).toBe('Now a smile, please');
    expect(languages.choose(['de'], 'operator').text('hint.video_selfie_smile')).toBe('Lächeln');
  });
});

describe('createLanguages', () => {
  it('asks nobody to try again who gets no button for it', () => {
    const languages = createLanguages().choose(['en']);
    // No window is open for it.
    const shown = ERROR_CODE_TABLE.filter(({ code }) => code !== 'already_open');
    const asking = shown.filter(({ code }) => /again|once more/.test(languages.text(`error.${code}.help`)));
    expect(asking.length).toBeGreaterThan(20);
    expect(asking.filter(({ retryable }) => !retryable)).toEqual([]);
  });

  it('gives a title and advice for every code in every language', () => {
    for (const id of Object.keys(PACKS)) {
      const language = createLanguages().choose([id]);
      for (const code of ERROR_CODES) {
        for (const part of ['title', 'help']) {
          const text = language.text(`error.${code}.${part}`, { gesture: 'x' });
          expect(text, `${id} ${code}`).not.toMatch(/^error\.|[{}]/);
        }
      }
    }
  });

  it.each([
    ['ru', 'ru'],
    ['RU', 'ru'],
    ['ru-RU', 'ru'],
    ['pt_BR', 'pt-BR'],
    ['pt', 'pt-BR'],
    ['kz', 'kk'],
    ['de', 'es'],
    [undefined, 'es'],
    ['', 'es'],
  ])('chooses for %s: %s, the default being Spanish', (wanted, tag) => {
    expect(createLanguages().choose([wanted, 'es']).tag).toBe(tag);
  });

  it('falls back to English when no wish is known', () => {
    expect(createLanguages().choose(['de', 'fr']).text('ui.close')).toBe('Close');
  });

  it('fills placeholders and leaves unknown ones', () => {
    const english = createLanguages().choose(['en']);
    expect(english.text('ui.step_of', { current: 2, total: 3 })).toBe('Step 2 of 3');
    expect(english.text('ui.step_of', { current: 2 })).toBe('Step 2 of {total}');
  });

  it('lets a page change single texts and add a language, without touching another widget', () => {
    const languages = createLanguages();
    languages.add('EN', { 'ui.close': 'Leave' });
    languages.add('he', { 'ui.close': 'סגירה' });
    expect(languages.choose(['en']).text('ui.close')).toBe('Leave');
    expect(languages.choose(['en']).text('hint.look_at_camera')).toBe('Look at the camera');
    expect(languages.choose(['he']).direction).toBe('rtl');
    expect(languages.choose(['he']).text('ui.close')).toBe('סגירה');
    expect(languages.choose(['he']).text('ui.done')).toBe('Done');
    expect(createLanguages().choose(['en']).text('ui.close')).toBe('Close');
  });

  it('knows which languages only the page has', () => {
    const languages = createLanguages();
    languages.add('es', { 'ui.close': 'Salir' });
    languages.add('he', { 'ui.close': 'סגירה' });
    expect(['he', 'HE-il', 'es', 'kz', 'fr'].filter(languages.isOfPage)).toEqual(['he', 'HE-il']);
  });

  it('leaves out what is not text', () => {
    const languages = createLanguages();
    // A page without types can do this.
    languages.add('en', { 'ui.close': 7 } as unknown as Record<string, string>);
    expect(languages.choose(['en']).text('ui.close')).toBe('Close');
  });

  it("prefers a text of the code's own name, and the own group over English", () => {
    const languages = createLanguages();
    languages.add('en', { 'error.license_expired.title': 'Licence over' });
    expect(languages.choose(['en']).text('error.license_expired.title')).toBe('Licence over');
    expect(languages.choose(['en']).text('error.license_invalid.title')).toBe('The check is not available');
    expect(languages.choose(['ru']).text('error.license_expired.title')).toBe('Проверка недоступна');
  });

  it('shows the id itself when a text is missing everywhere', () => {
    expect(createLanguages().choose(['en']).text('ui.nothing')).toBe('ui.nothing');
  });
});
