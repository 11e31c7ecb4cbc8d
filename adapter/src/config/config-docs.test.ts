import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { configDocs } from './config-docs.ts';
import { configJsonSchema } from './config-json-schema.ts';
import { allKeys } from './key-info.ts';

// If one of these fails: npm run docs
const committed = (name: string) => readFile(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

it('the committed docs/configuration.md is what the schema says', async () => {
  const text = await committed('configuration.md');
  expect(text).toBe(configDocs());
  for (const { env } of allKeys()) expect(text).toContain(`\`${env}\``);
});

it('the committed docs/app_config.schema.json knows every key an editor may complete', async () => {
  const schema = JSON.parse(await committed('app_config.schema.json'));
  expect(schema).toEqual(configJsonSchema());
  const inFile = allKeys().filter(({ inFile }) => inFile);
  expect(Object.keys(schema.properties)).toEqual(['$schema', ...inFile.map(({ key }) => key)]);
  for (const { key, description } of inFile) expect(schema.properties[key]).toMatchObject({ description });
  expect(schema.properties.result_mode.enum).toEqual(['safe', 'status', 'folder', 'full']);
});
