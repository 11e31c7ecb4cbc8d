import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { addressOf, type Deed, ROUTES } from '../../packages/engine/src/api/routes.data.ts';
import { PERMISSIONS, ROLES } from '../../packages/engine/src/model/permissions.data.ts';

const PAGE = fileURLToPath(new URL('../../docs/engine-permissions.md', import.meta.url));

/** docs/engine-permissions.md, from the engine's tables of permissions and routes. */
export function enginePermissionsPage(): string {
  const rows = Object.entries<Readonly<Record<string, Deed>>>(ROUTES).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, [resource, verb]]) => {
      const cells = ROLES.map((role) => PERMISSIONS[role][resource][verb] ?? '–');
      const address = addressOf(path).replaceAll(/:(\w+)/g, '{$1}');
      return `| \`${method.toUpperCase()} ${address}\` | ${verb} ${resource} | ${cells.join(' | ')} |`;
    }),
  );
  return `# Who may do what in the engine

<!-- Generated from packages/engine/src/model/permissions.data.ts and api/routes.data.ts; \`npm run docs\` writes it. Do not edit by hand. -->

Every call that needs a token, what it does, and how far each role may go: **all** things, those of its **company**, its **own**, or
those of the one folder its session token or shared token stands for (**capture**). \`–\` is answered with 403; what is out of reach with 404, as if it did not
exist. A test asks a running engine every line of this table for every role, on things of its own, of a colleague and of a stranger.

| Call | Does | ${ROLES.join(' | ')} |
| --- | --- |${ROLES.map(() => ' --- |').join('')}
${rows.join('\n')}
`;
}

export const readEnginePermissionsPage = (): Promise<string> => readFile(PAGE, 'utf8');
export const writeEnginePermissionsPage = (): Promise<void> => writeFile(PAGE, enginePermissionsPage());
