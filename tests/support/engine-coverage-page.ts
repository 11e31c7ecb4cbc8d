import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { API_COVERAGE, type CoverageRow } from './api-coverage.data.ts';
import { OUR_CALLS } from './own-calls.data.ts';

const PAGE = fileURLToPath(new URL('../../docs/engine-coverage.md', import.meta.url));
const CALL = /^(GET|POST|PATCH|DELETE) (\/\S+)$/;

/** Method and path of a row that is a call. */
export function callOf(what: string): readonly [method: string, path: string] | undefined {
  const [, method, path] = CALL.exec(what) ?? [];
  return method === undefined || path === undefined ? undefined : [method, path];
}

/** docs/engine-coverage.md */
export function engineCoveragePage(): string {
  const sections = API_COVERAGE.map(
    ({ title, rows }) => `## ${title}

| documented | here | tested in |
| --- | --- | --- |
${rows.map(rowLine).join('\n')}
`,
  );
  return `# What of the Oz API the engine has

<!-- Generated from tests/support/api-coverage.data.ts; \`npm run docs\` writes it. Do not edit by hand. -->

Row by row what is documented of the Oz API. **yes**: it is here; **ours**: only its name or purpose is documented, its shape is this
project's ([engine-api.md](engine-api.md)). A test asks a running engine every call of this page, and looks up the tests.

${sections.join('\n')}
## Beyond the documents

${OUR_CALLS.map((call) => `\`${call}\``).join(', ')}.
`;
}

function rowLine({ what, state, note, test: [file] }: CoverageRow): string {
  const here = `**${state}**${note === undefined ? '' : `; ${note}`}`;
  const where = `[${file.split('/').at(-1)}](../${file})`;
  return `| ${callOf(what) === undefined ? what : `\`${what}\``} | ${here} | ${where} |`;
}

export const readEngineCoveragePage = (): Promise<string> => readFile(PAGE, 'utf8');
export const writeEngineCoveragePage = (): Promise<void> => writeFile(PAGE, engineCoveragePage());
