import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { en } from '../../packages/web-sdk/src/langs/en.data.ts';
import { operatorEn } from '../../packages/web-sdk/src/langs/operator/en.data.ts';

const PAGE = fileURLToPath(new URL('../../docs/languages.md', import.meta.url));

/** docs/languages.md: every text of the capture window by its id, from the English pack. */
export function languagesPage(): string {
  const rows = Object.entries({ ...en, ...operatorEn }).map(
    ([id, text]) => `| \`${id}\` | ${text.replaceAll('|', '\\|')} |`,
  );
  return `# Languages and texts

<!-- Generated from packages/web-sdk/src/langs/en.data.ts; \`npm run docs\` writes it. Do not edit by hand. -->

The window speaks \`en\`, \`es\`, \`pt-br\`, \`ru\` and \`kk\` (also as \`kz\`). \`OzLiveness.open({ lang: 'es' })\` chooses one that
\`lang_allow\` allows or that the page has added; without it \`lang_default\` of the adapter holds. Texts are changed, and
languages added, by id; what is left out is said in English:

\`\`\`js
OzLiveness.langs.add('en', { 'hint.video_selfie_smile': 'Give us a smile' });
\`\`\`

\`{name}\` in a text is replaced by the window and has to stay. The packs but the English one have not been read by
native speakers yet. With \`use_for_liveness\` the window speaks to an operator who films somebody else: \`operator.<id>\`
is said instead of \`<id>\` where a pack has it.

| id | English |
| --- | --- |
${rows.join('\n')}
`;
}

export const readLanguagesPage = (): Promise<string> => readFile(PAGE, 'utf8');
export const writeLanguagesPage = (): Promise<void> => writeFile(PAGE, languagesPage());
