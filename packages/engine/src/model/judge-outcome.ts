import type { AnalysisOutcome, AnalysisType, MediaOutcome, Thresholds } from './analysis.ts';
import type { FinalResolution, MetaData } from './records.ts';

type Judged<T extends MediaOutcome | AnalysisOutcome> = Omit<T, 'resolution' | 'resultsMedia'> & {
  readonly resolution: FinalResolution;
};

export interface JudgedOutcome extends Judged<AnalysisOutcome> {
  readonly resultsMedia: readonly Judged<MediaOutcome>[];
}

const WORST_FIRST: readonly FinalResolution[] = ['FAILED', 'DECLINED', 'OPERATOR_REQUIRED', 'SUCCESS'];
/** The reason of a media that no single check refused (`decide/decide-media.ts`). */
const ONLY_TOGETHER = 'suspicions_together';

/**
 * An outcome under the thresholds its client asked for, in place of the engine's own. QUALITY: attack from `spoofing` on; what
 * a single check refused stays refused. BIOMETRY: one person from `max` on, not below `min`, a person's decision between the
 * two; without `max`, `min` alone divides. The names are documented, their effect is ours.
 */
export function judgeOutcome(
  type: AnalysisType,
  outcome: AnalysisOutcome,
  thresholds: Thresholds | undefined,
): JudgedOutcome {
  const judge = thresholds === undefined ? undefined : judgeOf(type, thresholds);
  if (judge === undefined || outcome.resolution === 'FAILED') return outcome;
  const resultsMedia = outcome.resultsMedia.map((media) => ({ ...media, resolution: judge(media) }));
  const resolution =
    WORST_FIRST.find((word) => resultsMedia.some((media) => media.resolution === word)) ?? outcome.resolution;
  return {
    ...outcome,
    resultsMedia,
    resolution,
    resultsData: { ...outcome.resultsData, thresholds: thresholdsView(thresholds) },
  };
}

type Judge = (media: MediaOutcome) => FinalResolution;

function judgeOf(type: AnalysisType, { spoofing, min, max }: Thresholds): Judge | undefined {
  if (type === 'QUALITY' && spoofing !== undefined) return (media) => judgeSpoofing(media, spoofing);
  const upper = max ?? min;
  if (type === 'BIOMETRY' && upper !== undefined)
    return (media) => judgeLikeness(media, Math.min(min ?? upper, upper), upper);
  return undefined;
}

function judgeSpoofing({ resolution, resultsData }: MediaOutcome, threshold: number): FinalResolution {
  const confidence = resultsData.confidence_spoofing;
  if (resolution === 'FAILED' || typeof confidence !== 'number') return resolution;
  if (confidence >= threshold) return 'DECLINED';
  return codesOf(resultsData).every((code) => code === ONLY_TOGETHER) ? 'SUCCESS' : resolution;
}

function judgeLikeness({ resolution, resultsData }: MediaOutcome, min: number, max: number): FinalResolution {
  const confidence = resultsData.min_confidence;
  if (resolution === 'FAILED' || typeof confidence !== 'number') return resolution;
  if (confidence >= max) return 'SUCCESS';
  return confidence < min ? 'DECLINED' : 'OPERATOR_REQUIRED';
}

function codesOf({ reasons }: MetaData): readonly unknown[] {
  return Array.isArray(reasons) ? reasons.map((reason: { readonly code?: unknown }) => reason.code) : [];
}

/** Thresholds by the names clients have for them. */
export function thresholdsView({ spoofing, min, max }: Thresholds = {}) {
  return {
    ...(spoofing === undefined ? {} : { threshold_spoofing: spoofing }),
    ...(min === undefined ? {} : { threshold_min: min }),
    ...(max === undefined ? {} : { threshold_max: max }),
  };
}
