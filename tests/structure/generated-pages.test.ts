import { expect, it } from 'vitest';
import { errorCodesPage, readErrorCodesPage } from '../support/error-codes-page.ts';
import { languagesPage, readLanguagesPage } from '../support/languages-page.ts';

// `npm run docs` writes the pages.
it('docs/error-codes.md says what the code says', async () => {
  expect(await readErrorCodesPage()).toBe(errorCodesPage());
});

it('docs/languages.md lists every text', async () => {
  expect(await readLanguagesPage()).toBe(languagesPage());
});
