import { describe, expect, it } from 'vitest';
import { createSealedNames, isSealed } from './sealed-names.ts';

const NAME = `${'a'.repeat(32)}-12.jpg`;
const names = createSealedNames('token', 'folder');

describe('createSealedNames', () => {
  it('gives each name one sealed form, with the same ending, that only its token and its folder open', () => {
    const sealed = names.seal(NAME);
    expect(sealed).toMatch(/^shared_[\w-]+\.jpg$/);
    expect(names.seal(NAME)).toBe(sealed);
    expect(names.seal(`b${NAME.slice(1)}`)).not.toBe(sealed);
    expect([isSealed(sealed), isSealed(NAME)]).toEqual([true, false]);
    expect(names.open(sealed)).toBe(NAME);
    expect(createSealedNames('token', 'folder').open(sealed)).toBe(NAME);
    expect(createSealedNames('other', 'folder').open(sealed)).toBeUndefined();
    expect(createSealedNames('token', 'another').open(sealed)).toBeUndefined();
  });

  it('opens nothing that was altered, shortened or never sealed', () => {
    const sealed = names.seal(NAME);
    for (let at = 'shared_'.length; at < sealed.length - '.jpg'.length - 1; at += 1) {
      const altered = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
      expect(names.open(altered)).toBeUndefined();
    }
    for (const text of ['', NAME, 'shared_.jpg', `${sealed.slice(0, 60)}.jpg`, `x${sealed}`])
      expect(names.open(text)).toBeUndefined();
  });
});
