import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { ERROR_CODE_TABLE } from '@presence/protocol';
import { statusOf } from '../../adapter/src/http/status-of.ts';
import { en } from '../../packages/web-sdk/src/langs/en.data.ts';
import { ERROR_TEXT } from '../../packages/web-sdk/src/langs/error-text.data.ts';

const PAGE = fileURLToPath(new URL('../../docs/error-codes.md', import.meta.url));

const WHO = { sdk: 'browser', adapter: 'adapter', both: 'both' } as const;

/** docs/error-codes.md, from the table of codes, the English language pack and the table of HTTP statuses. */
export function errorCodesPage(): string {
  const rows = ERROR_CODE_TABLE.map(({ code, origin, cause, integrator, retryable }) => {
    const text = ERROR_TEXT[code];
    const strings: Readonly<Record<string, string>> = en;
    const person = `**${strings[`error.${text}.title`]}** ${strings[`error.${text}.help`]}`;
    const status = origin === 'sdk' ? '–' : String(statusOf(code));
    return `| \`${code}\` | ${WHO[origin]} | ${status} | ${cause} | ${person} | ${integrator} | ${retryable ? 'yes' : 'no'} |`;
  });
  return `# Error codes

<!-- Generated from packages/protocol/src/error-codes.data.ts; \`npm run docs\` writes it. Do not edit by hand. -->

Every \`code\` that \`on_error\` can get and that an error reply of the adapter can carry. \`on_error\` gets
\`{ code, event_session_id, message, context }\`; \`event_session_id\` also stands in the adapter's log. Codes are stable;
messages are for people and may change.

| code | raised by | HTTP status | what happened | what the person reads (English) | what the integrator does | trying again may help |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

export const readErrorCodesPage = (): Promise<string> => readFile(PAGE, 'utf8');
export const writeErrorCodesPage = (): Promise<void> => writeFile(PAGE, errorCodesPage());
