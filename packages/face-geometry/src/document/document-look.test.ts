import { describe, expect, it } from 'vitest';
import { CARD_PATCH, type CardOptions, syntheticCard } from '../fixtures/synthetic-card.ts';
import { documentLook, documentTrouble, pictureTrouble } from './document-look.ts';

const look = (options?: CardOptions) => documentLook(syntheticCard(options), CARD_PATCH.frame);

describe('documentTrouble', () => {
  it.each<[string, CardOptions, string | undefined]>([
    ['a sharp card in its frame', {}, undefined],
    ['a card a little aside', { shift: 10 }, undefined],
    ['a card far aside', { shift: 60 }, 'not_in_frame'],
    ['a bare table', { card: false }, 'not_in_frame'],
    ['a card out of focus', { blur: 4 }, 'blurred'],
    ['a lamp mirrored in the card', { glare: 0.15 }, 'glare'],
    ['a card in the dark', { light: 0.2 }, 'too_dark'],
    ['a burnt out card', { light: 1.3 }, 'too_bright'],
  ])('%s', (_, options, trouble) => {
    expect(documentTrouble(look(options))).toBe(trouble);
  });

  it('wants the card at rest', () => {
    expect(documentTrouble(look(), look())).toBeUndefined();
    expect(documentTrouble(look({ shift: 6 }), look())).toBe('moving');
  });

  it('finds sharpness whatever the contrast', () => {
    const [bright, dim] = [look(), look({ light: 0.5 })];
    expect(dim.sharpness / bright.sharpness).toBeGreaterThan(0.9);
    expect(look({ blur: 1 }).sharpness).toBeLessThan(0.5 * bright.sharpness);
  });
});

describe('pictureTrouble', () => {
  it('does not care where the document is', () => {
    expect(pictureTrouble(look({ shift: 60 }))).toBeUndefined();
    expect(pictureTrouble(look({ shift: 60, blur: 4 }))).toBe('blurred');
    expect(pictureTrouble(look({ glare: 0.15 }))).toBe('glare');
  });

  it('calls a picture without any print blurred', () => {
    expect(pictureTrouble(look({ card: false }))).toBe('blurred');
  });
});
