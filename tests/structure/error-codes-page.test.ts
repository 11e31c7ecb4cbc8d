import { expect, it } from 'vitest';
import { errorCodesPage, readErrorCodesPage } from '../support/error-codes-page.ts';

it('docs/error-codes.md says what the code says (npm run docs writes it)', async () => {
  expect(await readErrorCodesPage()).toBe(errorCodesPage());
});
