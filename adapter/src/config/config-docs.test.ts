import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { configDocs } from './config-docs.ts';
import { allKeys } from './key-info.ts';

it('the committed docs/configuration.md is what the schema says', async () => {
  const committed = await readFile(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');
  // If this fails: npm run build, then node adapter/dist/config/write-config-docs-cli.js
  expect(committed).toBe(configDocs());
  for (const { env } of allKeys()) expect(committed).toContain(`\`${env}\``);
});
