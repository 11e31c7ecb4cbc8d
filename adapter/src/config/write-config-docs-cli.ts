import { writeFile } from 'node:fs/promises';
import { configDocs } from './config-docs.ts';
import { configJsonSchema } from './config-json-schema.ts';

await writeFile('docs/configuration.md', configDocs());
await writeFile('docs/app_config.schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
console.log('docs/configuration.md and docs/app_config.schema.json written');
