import { clopperPearson, type Interval } from './clopper-pearson.ts';
import type { Presentation, Response } from './presentation.ts';

/** A share with what it was counted from. */
export interface Rate {
  readonly hits: number;
  readonly trials: number;
  /** `undefined` without trials. */
  readonly share: number | undefined;
  readonly interval: Interval;
}

/** The figures of one species. Names are those of ISO/IEC 30107-3. */
export interface SpeciesRates {
  readonly species: string;
  readonly bonaFide: boolean;
  /** Distinct files, which are fewer than presentations where a clip was cut into windows. */
  readonly sources: number;
  readonly presentations: number;
  /**
   * APCER for an attack species: classified as bona fide, of those classified. BPCER for a bona fide one: classified as
   * attack, of those classified.
   */
  readonly error: Rate;
  /** Not classified because of the picture or the gesture, of all. */
  readonly refused: Rate;
  /** APNRR or BPNRR: no response at all, of all. */
  readonly nonResponse: Rate;
  /** Passed, of all: what the page is told. */
  readonly passed: Rate;
}

export function rateOf(hits: number, trials: number): Rate {
  return {
    hits,
    trials,
    share: trials === 0 ? undefined : hits / trials,
    interval: clopperPearson(hits, trials),
  };
}

/** The figures of each species, bona fide first, then by name. */
export function errorRates(presentations: readonly Presentation[]): SpeciesRates[] {
  const names = [...new Set(presentations.map(({ species }) => species))].sort();
  const rates = names.map((name) => ratesOf(presentations.filter(({ species }) => species === name)));
  return [...rates.filter(({ bonaFide }) => bonaFide), ...rates.filter(({ bonaFide }) => !bonaFide)];
}

function ratesOf(all: readonly Presentation[]): SpeciesRates {
  const [first] = all;
  if (first === undefined) throw new RangeError('A species needs at least one presentation.');
  const counted = (...wanted: Response[]) => all.filter(({ response }) => wanted.includes(response)).length;
  const { species, bonaFide } = first;
  const classified = counted('attack', 'bona-fide');
  return {
    species,
    bonaFide,
    sources: new Set(all.map(({ source }) => source)).size,
    presentations: all.length,
    error: rateOf(counted(bonaFide ? 'attack' : 'bona-fide'), classified),
    refused: rateOf(counted('refused'), all.length),
    nonResponse: rateOf(counted('none'), all.length),
    passed: rateOf(counted('bona-fide'), all.length),
  };
}

/** All presentations of one kind as a single species, for the summary. */
export function overall(presentations: readonly Presentation[], bonaFide: boolean): SpeciesRates | undefined {
  const species = bonaFide ? 'bona fide, all' : 'attacks, all';
  const all = presentations.filter((one) => one.bonaFide === bonaFide).map((one) => ({ ...one, species }));
  return all.length === 0 ? undefined : ratesOf(all);
}

/** The species with the highest APCER: what the standard reports for a set of species of one attack potential. */
export function worstSpecies(rates: readonly SpeciesRates[]): SpeciesRates | undefined {
  return rates
    .filter(({ bonaFide, error }) => !bonaFide && error.share !== undefined)
    .reduce<SpeciesRates | undefined>(
      (worst, one) => ((one.error.share ?? 0) > (worst?.error.share ?? -1) ? one : worst),
      undefined,
    );
}
