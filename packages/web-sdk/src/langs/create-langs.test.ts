import { ERROR_CODES, VIDEO_ACTIONS } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import { STRING_IDS } from '../model/strings.ts';
import { createLangs } from './create-langs.ts';
import { en } from './en.data.ts';
import { PACKS } from './packs.data.ts';

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the built-in packs', () => {
  it('are the five languages and the old id of Kazakh', () => {
    expect(Object.keys(PACKS)).toEqual(['en', 'es', 'pt-br', 'ru', 'kk', 'kz']);
  });

  it.each(Object.entries(PACKS))(
    '%s has every id, no other, none empty, and loses no placeholder',
    (_id, pack) => {
      expect(Object.keys(pack).sort()).toEqual([...STRING_IDS].sort());
      for (const id of STRING_IDS) {
        expect(pack[id].trim(), id).toBe(pack[id]);
        expect(pack[id], id).not.toBe('');
        expect(placeholders(pack[id]), id).toEqual(placeholders(en[id]));
      }
    },
  );

  it.each(['es', 'pt-br', 'ru', 'kk'])('%s is translated, not English', (id) => {
    const pack = PACKS[id];
    const same = STRING_IDS.filter((key) => pack?.[key] === en[key]);
    expect(same).toEqual([]);
  });

  it('keeps hints short enough for a phone', () => {
    for (const [id, pack] of Object.entries(PACKS)) {
      for (const key of STRING_IDS.filter(
        (name) => name.startsWith('hint_') || name.startsWith('gesture_'),
      )) {
        expect(pack[key].length, `${id} ${key}`).toBeLessThanOrEqual(52);
      }
    }
  });
});

describe('createLangs', () => {
  it('gives a title and advice for every code in every language', () => {
    const langs = createLangs();
    for (const id of langs.ids()) {
      for (const code of ERROR_CODES) {
        const { title, help } = langs.pick(id).error(code, { action: 'video_selfie_left' });
        expect(title, `${id} ${code}`).not.toBe('');
        expect(placeholders(title + help), `${id} ${code}`).toEqual([]);
      }
    }
  });

  it('has an instruction for every action', () => {
    for (const action of VIDEO_ACTIONS) expect(en[`gesture_${action}`]).toBeTruthy();
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
  ])('picks %s as %s, the default being Spanish', (wanted, tag) => {
    expect(createLangs().pick(wanted, 'es').tag).toBe(tag);
  });

  it('falls back to English when neither the wish nor the default is known', () => {
    expect(createLangs().pick('de', 'fr').text('close')).toBe('Close');
  });

  it('fills placeholders and leaves unknown ones', () => {
    const texts = createLangs().pick('en');
    expect(texts.text('step_of', { current: 2, total: 3 })).toBe('Step 2 of 3');
    expect(texts.text('step_of', { current: 2 })).toBe('Step 2 of {total}');
  });

  it('lets a page change single texts and add a language, without touching another widget', () => {
    const langs = createLangs();
    langs.add('EN', { close: 'Leave', hint_look: 7 });
    langs.add('he', { close: 'סגירה' });
    expect(langs.pick('en').text('close')).toBe('Leave');
    expect(langs.pick('en').text('hint_look')).toBe('Look at the camera');
    expect(langs.pick('he').direction).toBe('rtl');
    expect(langs.pick('he').text('close')).toBe('סגירה');
    expect(langs.pick('he').text('done')).toBe('Done');
    expect(createLangs().pick('en').text('close')).toBe('Close');
  });

  it("prefers a text of the code's own name", () => {
    const langs = createLangs();
    langs.add('en', { error_license_expired_title: 'Licence over' });
    expect(langs.pick('en').error('license_expired').title).toBe('Licence over');
    expect(langs.pick('en').error('license_invalid').title).toBe('The check is not available');
  });
});
