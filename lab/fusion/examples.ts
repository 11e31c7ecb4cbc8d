import { FUSED_CHECKS } from '@presence/engine';
import type { Presentation } from '../figures/presentation.ts';
import { isGenerated, personOf } from '../generate/generated-clips.ts';
import type { Row } from './fit-logistic.ts';

/** A presentation as the fit sees it: the suspicions of the fused checks, and whose face it shows. */
export interface Example extends Row {
  readonly person: string;
  readonly presentation: Presentation;
}

/**
 * Species that no fused check reacts to. Their scores are those of live people: kept in, they would only make every live
 * person more suspect. They are reported like all others.
 */
export const UNSEEN_SPECIES = ['face-warp-puppet', 'face-warp-puppet-turning'] as const;

/** What can be learned from: answered presentations with a face in them. Both kinds count the same in all. */
export function examplesOf(presentations: readonly Presentation[]): Example[] {
  const unseen: readonly string[] = UNSEEN_SPECIES;
  const usable = presentations.filter(
    ({ species, findings }) =>
      !unseen.includes(species) &&
      !isGenerated(species) &&
      findings.flat().some(({ check }) => check === 'spoof'),
  );
  const attacks = usable.filter(({ bonaFide }) => !bonaFide).length;
  return usable.map((presentation) => {
    const { bonaFide, findings } = presentation;
    return {
      presentation,
      person: personOf(presentation),
      features: FUSED_CHECKS.map((check) => {
        const scores = findings.flat().flatMap((one) => (one.check === check ? [one.score ?? 1] : []));
        return 1 - Math.min(1, ...scores);
      }),
      attack: !bonaFide,
      weight: 1 / (bonaFide ? usable.length - attacks : attacks),
    };
  });
}
