import type { AnalysisOutcome, MediaOutcome, Resolution } from '../model/analysis.ts';

const WORST_FIRST: readonly Resolution[] = ['FAILED', 'DECLINED', 'SUCCESS'];

/** The verdict on all media of an analysis: that of the worst one. */
export function decideAnalysis(
  outcomes: readonly MediaOutcome[],
  errors: readonly string[],
): AnalysisOutcome {
  const resolution =
    WORST_FIRST.find((candidate) => outcomes.some((one) => one.resolution === candidate)) ?? 'FAILED';
  return {
    resolution,
    resultsData: resolution === 'FAILED' ? null : { confidence_spoofing: highestConfidence(outcomes) },
    resultsMedia: outcomes,
    ...(resolution === 'FAILED'
      ? { errorMessage: errors.join(' ') || 'The analysis has no media to look at.' }
      : {}),
  };
}

function highestConfidence(outcomes: readonly MediaOutcome[]): number {
  return Math.max(
    ...outcomes.map(({ resultsData }) => {
      const confidence = resultsData.confidence_spoofing;
      return typeof confidence === 'number' ? confidence : 0;
    }),
  );
}
