import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildModels } from './build-models.ts';
import { ModelBuildError } from './model/model-build-error.ts';

const USAGE = `Usage: build-models-cli [--out DIR] [--cache DIR]
  --out    folder for the model files (default: public/models of the project)
  --cache  folder that keeps the source tarballs (default: node_modules/.cache/presence-models)`;

/** Both src/ and dist/ lie three levels below the project. */
const PROJECT = new URL('../../../', import.meta.url);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, cache: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const outDir = values.out ?? fileURLToPath(new URL('public/models/', PROJECT));
  const cacheDir = values.cache ?? fileURLToPath(new URL('node_modules/.cache/presence-models/', PROJECT));
  await buildModels({
    outDir,
    cacheDir,
    onFile: ({ file, size, sha256 }, state) => {
      console.log(`${state.padEnd(8)}  ${sha256.slice(0, 12)}  ${String(size).padStart(9)} B  ${file}`);
    },
  });
  console.log(`models in ${relative(process.cwd(), outDir) || '.'}`);
  return 0;
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    const known = error instanceof ModelBuildError || (error instanceof Error && 'code' in error);
    console.error(known ? `${error.message}` : error);
    process.exitCode = 1;
  },
);
