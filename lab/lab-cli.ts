import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EngineError } from '@presence/engine';
import { ROOT } from '../tests/support/program.ts';
import { evaluate } from './evaluate.ts';
import { evaluateGestures } from './evaluate-gestures.ts';
import { fitFusionTo } from './fit-fusion.ts';
import { generateAttacks, generateGestures } from './generate/generate-attacks.ts';
import { generateCameras } from './generate/generate-cameras.ts';
import { LabError } from './lab-error.ts';

const USAGE = `Measure the engine on clips of your own (docs/evaluation.md):
  npm run evaluate -- --data FOLDER [--out FOLDER] [--pad-models FILE]   FOLDER holds one folder per species; bona-fide* are
    bona fide; FILE is a manifest of models to use besides
  npm run evaluate -- --fit FOLDER    fits the fused confidence to FOLDER, the --out of an evaluation
  npm run evaluate -- --gestures FOLDER [--out FOLDER]     FOLDER holds one folder per gesture shown: blank, left, eyes …
  npm run evaluate -- --generate OUT --from FOLDER [--seed N]   makes attack species from the bona fide clips in FOLDER
  npm run evaluate -- --generate-cameras OUT --from FOLDER [--seed N]   takes those clips again through other cameras
  npm run evaluate -- --generate-gestures OUT --from FOLDER [--seed N]   has the faces of those clips make every gesture`;

/** What is asked for, and the options that go with it. */
const MODES = {
  data: ['out', 'pad-models'],
  fit: [],
  gestures: ['out'],
  generate: ['from', 'seed'],
  'generate-cameras': ['from', 'seed'],
  'generate-gestures': ['from', 'seed'],
} as const;
type Mode = keyof typeof MODES;
type Option = Mode | (typeof MODES)[Mode][number];
type Values = Readonly<Partial<Record<Option, string>>>;

const GENERATORS = {
  generate: generateAttacks,
  'generate-cameras': generateCameras,
  'generate-gestures': generateGestures,
} as const;

/** `npm run evaluate`. Returns the exit code: 2 for a call that cannot be meant, 1 for one that could not be carried out. */
export async function run(args: readonly string[]): Promise<number> {
  const call = readCall(args);
  if ('problem' in call) {
    console.error(`evaluate: ${call.problem}\n\n${USAGE}`);
    return 2;
  }
  try {
    await carryOut(call);
    return 0;
  } catch (error) {
    if (!(error instanceof LabError || error instanceof EngineError)) throw error;
    console.error(`evaluate: ${error.message}`);
    return 1;
  }
}

interface Call {
  readonly mode: Mode;
  /** The folder it is about. */
  readonly folder: string;
  readonly values: Values;
  readonly seed: number;
}

async function carryOut({ mode, folder, values, seed }: Call): Promise<void> {
  const modelsDir = join(ROOT, 'public/models');
  const out = resolve(values.out ?? 'evaluation');
  const say = (line: string): void => console.log(line);
  switch (mode) {
    case 'data': {
      const padManifest = values['pad-models'] && resolve(values['pad-models']);
      return evaluate({ data: folder, out, modelsDir, padManifest, say });
    }
    case 'fit':
      return fitFusionTo(folder, say);
    case 'gestures':
      return evaluateGestures({ data: folder, out, modelsDir, say });
    default:
      return GENERATORS[mode]({ out: folder, from: resolve(values.from ?? ''), seed, modelsDir, say });
  }
}

function readCall(args: readonly string[]): Call | { readonly problem: string } {
  let values: Values;
  try {
    values = parseOptions(args);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  // The table's own keys.
  const asked = (Object.keys(MODES) as Mode[]).filter((mode) => values[mode] !== undefined);
  const [mode] = asked;
  if (mode === undefined) return { problem: 'say what to do.' };
  if (asked.length > 1)
    return { problem: `--${asked.join(' and --')} are two things; ask for one at a time.` };
  const own: readonly string[] = [mode, ...MODES[mode]];
  const stray = Object.keys(values).find((option) => !own.includes(option));
  if (stray !== undefined) return { problem: `--${stray} does not go with --${mode}.` };
  if (own.includes('from') && values.from === undefined)
    return { problem: `--${mode} needs --from with the folder of clips to make them of.` };
  const seed = Number(values.seed ?? 1);
  if (!Number.isSafeInteger(seed) || seed < 0)
    return { problem: `--seed ${values.seed} is no whole number from 0 on.` };
  return { mode, folder: resolve(values[mode] ?? ''), values, seed };
}

/** @throws TypeError naming the option that is not known or has no value. */
function parseOptions(args: readonly string[]): Values {
  const text = { type: 'string' } as const;
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
}
