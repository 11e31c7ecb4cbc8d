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
    console.error(explain(error));
    process.exitCode = 1;
  },
);

/** Our own and the file system's errors explain themselves; anything else is a fault and keeps its stack. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) {
    return error;
  }
  if (String(error.code).startsWith('ERR_PARSE_ARGS')) {
    return `${error.message}\n${USAGE}`;
  }
  const cause =
    error instanceof ModelBuildError && error.cause instanceof Error ? `\n${error.cause.message}` : '';
  return `${error.message}${cause}`;
}
