import { expect, it } from 'vitest';
import { errorCodesPage, readErrorCodesPage } from '../support/error-codes-page.ts';
import { languagesPage, readLanguagesPage } from '../support/languages-page.ts';
import { readWebSdkApiPage, undocumentedOptions, webSdkApiPage } from '../support/web-sdk-api-page.ts';

// `npm run docs` writes the pages.
it('docs/error-codes.md says what the code says', async () => {
  expect(await readErrorCodesPage()).toBe(errorCodesPage());
});

it('docs/languages.md lists every text', async () => {
  expect(await readLanguagesPage()).toBe(languagesPage());
});

it('docs/web-sdk-api.md says what the schema and the adapter do', async () => {
  expect(undocumentedOptions()).toEqual([]);
  expect(await readWebSdkApiPage()).toBe(webSdkApiPage());
});
