import { CHECK_NAMES, type CheckName } from '@presence/engine';
import { errorRates, overall, type SpeciesRates } from './error-rates.ts';
import { judge } from './judge.ts';
import type { Presentation } from './presentation.ts';

/** The figures as they would be with some checks switched off. */
export interface Ablation {
  /** Undefined: all checks at work. */
  readonly without: CheckName | undefined;
  readonly bonaFide: SpeciesRates | undefined;
  readonly attacks: SpeciesRates | undefined;
  readonly species: readonly SpeciesRates[];
}

/** What each check is worth: everything judged again without it. */
export function ablations(presentations: readonly Presentation[]): Ablation[] {
  return [undefined, ...CHECK_NAMES].map((without) => {
    const again =
      without === undefined ? presentations : presentations.map((one) => judgedWithout(one, without));
    return {
      without,
      bonaFide: overall(again, true),
      attacks: overall(again, false),
      species: errorRates(again),
    };
  });
}

function judgedWithout(one: Presentation, without: CheckName): Presentation {
  return one.response === 'none' ? one : { ...one, ...judge(one.findings, { without }) };
}
