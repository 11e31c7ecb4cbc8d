import type { ErrorCode } from '@presence/protocol';
import type { Page } from 'playwright-core';
import { en } from '../../packages/web-sdk/src/langs/en.data.ts';
import { ERROR_TEXT } from '../../packages/web-sdk/src/langs/error-text.data.ts';

/** The English title and advice that belong to an error code. */
export function wordsOf(code: ErrorCode): readonly [title: string, help: string] {
  const strings: Readonly<Record<string, string>> = en;
  const text = ERROR_TEXT[code];
  return [strings[`error.${text}.title`] ?? '', strings[`error.${text}.help`] ?? ''];
}

/** Resolves once the capture window shows exactly what belongs to the code, title and advice. */
export async function waitForError(page: Page, code: ErrorCode): Promise<void> {
  const dialog = page.getByRole('dialog');
  for (const words of wordsOf(code))
    await dialog.getByText(words, { exact: true }).first().waitFor({ timeout: 30_000 });
}
