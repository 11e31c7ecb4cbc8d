import { CHECK_NAMES } from '@presence/engine';
import { type Presentation, reasonCodes } from '../figures/presentation.ts';

const HEAD = [
  'species',
  'bona_fide',
  'source',
  'part',
  'response',
  'confidence_spoofing',
  ...CHECK_NAMES,
  'spoof_measures',
  'reasons',
  'error',
];

/** One line per presentation; of several media the lowest score of each check. RFC 4180. */
export function clipsCsv(presentations: readonly Presentation[]): string {
  const lines = presentations.map((one) => [
    one.species,
    String(one.bonaFide),
    one.source,
    one.part,
    one.response,
    one.confidence === null ? '' : String(one.confidence),
    ...CHECK_NAMES.map((check) => lowest(one, check)),
    (one.spoofMeasures ?? []).map(listed).join('; '),
    reasonCodes(one).join(' '),
    one.error ?? '',
  ]);
  return `${[HEAD, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

function listed(measures: Readonly<Record<string, number>>): string {
  return Object.entries(measures)
    .map(([name, value]) => `${name} ${value}`)
    .join(' ');
}

function lowest({ findings }: Presentation, check: string): string {
  const scores = findings
    .flat()
    .flatMap((finding) => (finding.check === check && finding.score !== null ? [finding.score] : []));
  return scores.length === 0 ? '' : String(Math.min(...scores));
}

function cell(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
