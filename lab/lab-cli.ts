import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../tests/support/program.ts';
import { evaluate } from './evaluate.ts';
import { evaluateGestures } from './evaluate-gestures.ts';
import { fitFusionTo } from './fit-fusion.ts';
import { generateAttacks, generateGestures } from './generate/generate-attacks.ts';
import { generateCameras } from './generate/generate-cameras.ts';

const USAGE = `Measure the engine on clips of your own (docs/evaluation.md):
  npm run evaluate -- --data FOLDER [--out FOLDER] [--pad-models FILE]   FOLDER holds one folder per species; bona-fide* are
    bona fide; FILE is a manifest of models to use besides
  npm run evaluate -- --fit FOLDER    fits the fused confidence to FOLDER, the --out of an evaluation
  npm run evaluate -- --gestures FOLDER [--out FOLDER]     FOLDER holds one folder per gesture shown: blank, left, eyes …
  npm run evaluate -- --generate OUT --from FOLDER [--seed N]   makes attack species from the bona fide clips in FOLDER
  npm run evaluate -- --generate-cameras OUT --from FOLDER [--seed N]   takes those clips again through other cameras
  npm run evaluate -- --generate-gestures OUT --from FOLDER [--seed N]   has the faces of those clips make every gesture`;

/** `npm run evaluate`. Returns the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readArguments(args);
  const modelsDir = join(ROOT, 'public/models');
  const say = (line: string): void => console.log(line);
  if (options?.data !== undefined) {
    const out = resolve(options.out ?? 'evaluation');
    const padManifest = options['pad-models'] && resolve(options['pad-models']);
    await evaluate({ data: resolve(options.data), out, modelsDir, padManifest, say });
    return 0;
  }
  if (options?.fit !== undefined) {
    await fitFusionTo(resolve(options.fit), say);
    return 0;
  }
  if (options?.gestures !== undefined) {
    const out = resolve(options.out ?? 'evaluation');
    await evaluateGestures({ data: resolve(options.gestures), out, modelsDir, say });
    return 0;
  }
  const target = options?.generate ?? options?.['generate-cameras'] ?? options?.['generate-gestures'];
  if (target !== undefined && options?.from !== undefined) {
    const [out, from] = [resolve(target), resolve(options.from)];
    await makerOf(options)({ out, from, seed: Number(options.seed ?? 1), modelsDir, say });
    return 0;
  }
  console.error(USAGE);
  return 2;
}

function makerOf(options: NonNullable<ReturnType<typeof readArguments>>) {
  if (options.generate !== undefined) return generateAttacks;
  return options['generate-cameras'] === undefined ? generateGestures : generateCameras;
}

function readArguments(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        data: text,
        out: text,
        fit: text,
        'pad-models': text,
        gestures: text,
        generate: text,
        'generate-cameras': text,
        'generate-gestures': text,
        from: text,
        seed: text,
      },
      strict: true,
    }).values;
  } catch {
    return undefined;
  }
}
