import { type Ablation, ablations } from '../figures/ablation.ts';
import { detCurve, equalErrorRate } from '../figures/det-curve.ts';
import { errorRates, overall, type Rate, type SpeciesRates, worstSpecies } from '../figures/error-rates.ts';
import { type Presentation, reasonCodes } from '../figures/presentation.ts';

export interface ReportFacts {
  readonly presentations: readonly Presentation[];
  /** Name to version and hash. */
  readonly models: Readonly<Record<string, string>>;
  /** File to SHA-256. */
  readonly thresholds: Readonly<Record<string, string>>;
}

/** The report a reader opens: tables in Markdown. */
export function summary({ presentations, models, thresholds }: ReportFacts): string {
  const rates = errorRates(presentations);
  const totals = [overall(presentations, true), overall(presentations, false)].filter(
    (one) => one !== undefined,
  );
  const worst = worstSpecies(rates);
  const eer = equalErrorRate(detCurve(presentations));
  return [
    '# Evaluation',
    '',
    'Figures as ISO/IEC 30107-3 defines them, on the presentations at hand. An experiment, not a certification.',
    'Intervals are exact 95 % intervals (Clopper and Pearson 1934) and suppose independent presentations; windows of one',
    'file are not.',
    '',
    ...ratesTable([...rates, ...totals]),
    '',
    `Highest APCER of a species: ${worst === undefined ? 'no attacks' : `${shown(worst.error)} (${worst.species})`}.`,
    `Equal error rate of \`confidence_spoofing\`: ${eer === undefined ? 'no curve' : percent(eer)} (det.svg).`,
    '',
    '## Reasons given',
    '',
    ...reasonsTable(presentations),
    '',
    '## Without one check',
    '',
    ...ablationTable(ablations(presentations)),
    '',
    '## What was measured',
    '',
    '| file | version and SHA-256 |',
    '|---|---|',
    ...Object.entries({ ...models, ...thresholds }).map(([name, hash]) => `| ${name} | ${hash} |`),
    '',
  ].join('\n');
}

/** A line per species, in Markdown. */
export function ratesTable(rates: readonly SpeciesRates[]): string[] {
  return [
    '| species | files | N | passed | refused: picture or gesture | no response | APCER or BPCER, of those classified |',
    '|---|---|---|---|---|---|---|',
    ...rates.map(
      ({ species, bonaFide, sources, presentations, passed, refused, nonResponse, error }) =>
        `| ${species} | ${sources} | ${presentations} | ${passed.hits} | ${refused.hits} | ${nonResponse.hits} | ${bonaFide ? 'BPCER' : 'APCER'} ${shown(error)} |`,
    ),
  ];
}

function reasonsTable(presentations: readonly Presentation[]): string[] {
  const species = [...new Set(presentations.map((one) => one.species))];
  return [
    '| species | reasons, and in how many presentations |',
    '|---|---|',
    ...species.map((name) => {
      const codes = presentations.filter((one) => one.species === name).flatMap(reasonCodes);
      const counts = [...new Set(codes)]
        .sort()
        .map((code) => `${code} ${codes.filter((one) => one === code).length}`);
      return `| ${name} | ${counts.join(', ') || 'none'} |`;
    }),
  ];
}

function ablationTable(all: readonly Ablation[]): string[] {
  const species = all[0]?.species.filter(({ bonaFide }) => !bonaFide).map((one) => one.species) ?? [];
  return [
    `| without | BPCER | APCER, all | ${species.join(' | ')} |`,
    `|---|---|---|${'---|'.repeat(species.length)}`,
    ...all.map(({ without, bonaFide, attacks, species: rates }) => {
      const cells = species.map((name) => rates.find((one) => one.species === name)?.error);
      const columns = [bonaFide?.error, attacks?.error, ...cells].map((rate) => percent(rate?.share));
      return `| ${without ?? 'nothing'} | ${columns.join(' | ')} |`;
    }),
  ];
}

function shown({ share, hits, trials, interval }: Rate): string {
  if (share === undefined) return 'none classified';
  return `${percent(share)} (${hits} of ${trials}; ${percent(interval.low)} to ${percent(interval.high)})`;
}

function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${(share * 100).toFixed(1)} %`;
}
