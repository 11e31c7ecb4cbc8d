import type { Presentation } from './presentation.ts';

/** One threshold of `confidence_spoofing` and the shares of errors it would make. */
export interface DetPoint {
  readonly threshold: number;
  readonly apcer: number;
  readonly bpcer: number;
}

/**
 * The trade between the two errors: one point for every confidence that occurs, from "nothing is an attack" to
 * "everything is". Presentations that were not classified are left out. Empty without presentations of both kinds.
 */
export function detCurve(presentations: readonly Presentation[]): DetPoint[] {
  const scores = (bonaFide: boolean) =>
    presentations.flatMap(({ bonaFide: own, response, confidence }) =>
      own === bonaFide && confidence !== null && (response === 'attack' || response === 'bona-fide')
        ? [confidence]
        : [],
    );
  const [attacks, bonaFide] = [scores(false), scores(true)];
  if (attacks.length === 0 || bonaFide.length === 0) return [];
  const thresholds = [...new Set([...attacks, ...bonaFide])].sort((a, b) => b - a);
  const share = (values: readonly number[], wanted: (value: number) => boolean) =>
    values.filter(wanted).length / values.length;
  const point = (threshold: number): DetPoint => ({
    threshold,
    apcer: share(attacks, (score) => score < threshold),
    bpcer: share(bonaFide, (score) => score >= threshold),
  });
  return [point(Number.POSITIVE_INFINITY), ...thresholds.map(point)];
}

/** Where the two errors are nearest to equal; undefined without a curve. */
export function equalErrorRate(curve: readonly DetPoint[]): number | undefined {
  const nearest = curve.reduce<DetPoint | undefined>(
    (best, point) =>
      best === undefined || Math.abs(point.apcer - point.bpcer) < Math.abs(best.apcer - best.bpcer)
        ? point
        : best,
    undefined,
  );
  return nearest && (nearest.apcer + nearest.bpcer) / 2;
}
