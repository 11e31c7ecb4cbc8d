import { describe, expect, it } from 'vitest';
import { findMrz } from './find-mrz.ts';
import { textFields } from './text-fields.ts';

/** The specimen of ICAO 9303 with a state that exists, as a recogniser may see it: a space, an O for 0, a b for 6, fillers lost and doubled. */
const CARD = [
  'IDENTITY CARD UTOPIA',
  'Surname ERIKSSON',
  'Given names: ANNA MARIA',
  'Date of birth 12.08.1974',
  'I<CHED231458907 <<<<<<<<<<<<<<<<',
  '74O8122F12O4159CHE<<<<<<<<<<b',
  'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
];
const PASSPORT = [
  'P<CHEERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36CHE7408122F1204159ZE184226B<<<<<10',
];

describe('findMrz', () => {
  it('finds the zone of a card and mends what fillers and letters went wrong', () => {
    const mrz = findMrz(CARD);
    expect(mrz).toMatchObject({ format: 'TD1', valid: true, documentNumber: 'D23145890' });
  });

  it('finds that of a passport, and says when a check digit is wrong', () => {
    expect(findMrz(['REPUBLIC OF UTOPIA', ...PASSPORT])).toMatchObject({ format: 'TD3', valid: true });
    const altered = PASSPORT.map((line) => line.replace('740812', '750812'));
    expect(findMrz(altered)).toMatchObject({ format: 'TD3', valid: false });
  });

  it('takes no ordinary text for a zone', () => {
    expect(findMrz(CARD.slice(0, 4))).toBeUndefined();
    expect(findMrz([])).toBeUndefined();
  });
});

describe('textFields', () => {
  it('puts print and zone side by side', () => {
    const fields = textFields(CARD, findMrz(CARD));
    expect(fields).toContainEqual({ field_name: 'surname', visual: 'ERIKSSON', mrz: 'ERIKSSON' });
    expect(fields).toContainEqual({ field_name: 'birth_date', visual: '12.08.1974', mrz: '740812' });
    expect(fields).toContainEqual({ field_name: 'document_number', visual: null, mrz: 'D23145890' });
    expect(textFields(['nothing to see'], undefined)).toEqual([]);
  });
});
