import { writeFile } from 'node:fs/promises';
import { configDocs } from './config-docs.ts';

const path = process.argv[2] ?? 'docs/configuration.md';
await writeFile(path, configDocs());
console.log(`${path} written`);
