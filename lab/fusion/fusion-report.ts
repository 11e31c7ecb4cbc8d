import { FUSED_CHECKS, type FusionModel } from '@presence/engine';
import { errorRates, overall } from '../figures/error-rates.ts';
import { judge } from '../figures/judge.ts';
import type { Presentation } from '../figures/presentation.ts';
import { ratesTable } from '../report/summary.ts';
import { heldOut, persons } from './cross-fit.ts';
import { type Example, UNSEEN_SPECIES } from './examples.ts';
import { reliabilityOf } from './reliability.ts';

/** What a fit is worth, in Markdown: every person judged by weights and a calibration that never saw him. */
export function fusionReport(model: FusionModel, examples: readonly Example[]): string {
  const tested = heldOut(examples);
  const judged = tested.map(
    ({ example, model: unseen }): Presentation => ({
      ...example.presentation,
      ...judge(example.presentation.findings, { model: unseen }),
    }),
  );
  const forecasts = tested.map(({ example, model: unseen }) => ({
    probability: judge(example.presentation.findings, { model: unseen }).confidence ?? 0,
    attack: example.attack,
    weight: example.weight,
  }));
  const { bins, brier, error } = reliabilityOf(forecasts);
  const totals = [overall(judged, true), overall(judged, false)].filter((one) => one !== undefined);
  return [
    '# The fused confidence, tested on persons it was not fitted to',
    '',
    `${examples.length} presentations of ${persons(examples).length} persons; each person judged by a model fitted and calibrated on the others.`,
    `Left out, because no fused check reacts to them: ${UNSEEN_SPECIES.join(', ')}.`,
    '',
    `Fitted to all: ${FUSED_CHECKS.map((check) => `${check} ${model.weights[check].toFixed(2)}`).join(', ')}, intercept ${model.intercept.toFixed(2)}, slope ${model.calibration.slope.toFixed(2)}, offset ${model.calibration.offset.toFixed(2)}.`,
    '',
    ...ratesTable([...errorRates(judged), ...totals]),
    '',
    '## Reliability',
    '',
    'Attacks and bona fide presentations count the same in all.',
    '',
    '| confidence_spoofing | presentations | mean confidence | share of attacks |',
    '|---|---|---|---|',
    ...bins.map(
      ({ from, to, count, forecast, attacks }) =>
        `| ${from.toFixed(1)} to ${to.toFixed(1)} | ${count} | ${percent(forecast)} | ${percent(attacks)} |`,
    ),
    '',
    `Brier score ${brier.toFixed(3)} (0.25 for knowing nothing), expected calibration error ${percent(error)}.`,
    '',
  ].join('\n');
}

function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${(share * 100).toFixed(1)} %`;
}
