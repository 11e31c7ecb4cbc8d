import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../tests/support/program.ts';
import { evaluate } from './evaluate.ts';
import { fitFusionTo } from './fit-fusion.ts';
import { generateAttacks } from './generate/generate-attacks.ts';

const USAGE = `Measure the engine on clips of your own (docs/evaluation.md):
  npm run evaluate -- --data FOLDER [--out FOLDER]         FOLDER holds one folder per species; bona-fide* are bona fide
  npm run evaluate -- --fit FOLDER    fits the fused confidence to FOLDER, the --out of an evaluation
  npm run evaluate -- --generate OUT --from FOLDER [--seed N]   makes attack species from the bona fide clips in FOLDER`;

/** `npm run evaluate`. Returns the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readArguments(args);
  const modelsDir = join(ROOT, 'public/models');
  const say = (line: string): void => console.log(line);
  if (options?.data !== undefined) {
    const out = resolve(options.out ?? 'evaluation');
    await evaluate({ data: resolve(options.data), out, modelsDir, say });
    return 0;
  }
  if (options?.fit !== undefined) {
    await fitFusionTo(resolve(options.fit), say);
    return 0;
  }
  if (options?.generate !== undefined && options.from !== undefined) {
    const [out, from] = [resolve(options.generate), resolve(options.from)];
    await generateAttacks({ out, from, seed: Number(options.seed ?? 1), modelsDir, say });
    return 0;
  }
  console.error(USAGE);
  return 2;
}

function readArguments(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { data: text, out: text, fit: text, generate: text, from: text, seed: text },
      strict: true,
    }).values;
  } catch {
    return undefined;
  }
}
