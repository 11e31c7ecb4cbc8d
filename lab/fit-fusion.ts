import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../tests/support/program.ts';
import type { Presentation } from './figures/presentation.ts';
import { fitFusion } from './fusion/cross-fit.ts';
import { examplesOf } from './fusion/examples.ts';
import { fusionReport } from './fusion/fusion-report.ts';
import { fusionSource } from './fusion/fusion-source.ts';
import { LabError } from './lab-error.ts';

/** Where the engine keeps the weights. */
const MODEL_FILE = join(ROOT, 'packages/engine/src/decide/fusion-model.data.ts');
/** Fewer do not tell a person from an attack. */
const LEAST_OF_EACH = 10;

/**
 * Fits the fused confidence to what an evaluation found, writes the weights into the engine's source and what they are
 * worth to `fusion.md` beside the evaluation's report.
 *
 * @param evaluation folder written by `npm run evaluate -- --data`.
 */
export async function fitFusionTo(evaluation: string, say: (line: string) => void): Promise<void> {
  // Written by writeReport.
  const text = await readFile(join(evaluation, 'report.json'), 'utf8').catch((cause: unknown) => {
    throw new LabError(`${evaluation} holds no report.json; give the --out of an evaluation.`, { cause });
  });
  const { presentations } = JSON.parse(text) as {
    readonly presentations: readonly Presentation[];
  };
  const examples = examplesOf(presentations);
  const attacks = examples.filter(({ attack }) => attack).length;
  if (Math.min(attacks, examples.length - attacks) < LEAST_OF_EACH)
    throw new LabError(
      `${evaluation} holds ${examples.length - attacks} bona fide presentations and ${attacks} attacks to learn from; at least ${LEAST_OF_EACH} of each are needed.`,
    );
  const model = fitFusion(examples);
  const report = fusionReport(model, examples);
  await writeFile(join(evaluation, 'fusion.md'), report);
  await writeFile(MODEL_FILE, fusionSource(model, examples, new Date().toISOString().slice(0, 10)));
  say(report);
  say(MODEL_FILE);
}
