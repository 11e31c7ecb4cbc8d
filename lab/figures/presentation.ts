import type { CheckFinding } from '@presence/engine';

/**
 * What became of one presentation: classified as bona fide or as an attack, not classified because the picture was too poor
 * or the gesture not shown, or not answered at all.
 */
export type Response = 'bona-fide' | 'attack' | 'refused' | 'none';

/** One presentation that went through the pipeline. */
export interface Presentation {
  readonly species: string;
  /** Whether the species is one of bona fide presentations. */
  readonly bonaFide: boolean;
  /** The file it is from, relative to the folder of its species; several presentations may be cut from one. */
  readonly source: string;
  /** The part of the file, empty for the whole. */
  readonly part: string;
  readonly response: Response;
  /** 0..1, attack at 0.5 and above; null where there was no response. */
  readonly confidence: number | null;
  /** What the checks found in each media of the presentation. */
  readonly findings: readonly (readonly CheckFinding[])[];
  /** What the check `spoof` measured in each media: the models' means. */
  readonly spoofMeasures?: readonly Readonly<Record<string, number>>[];
  /** Why there was no response. */
  readonly error: string | null;
}

/** Codes of all reasons given, each once. */
export function reasonCodes({ findings }: Pick<Presentation, 'findings'>): string[] {
  return [...new Set(findings.flat().flatMap(({ reasons }) => reasons.map(({ code }) => code)))];
}
