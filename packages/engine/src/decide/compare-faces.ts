import type { AnalysisOutcome, MediaOutcome, Resolution } from '../model/analysis.ts';
import { rounded } from '../model/certainty.ts';
import type { EngineError } from '../model/engine-error.ts';
import { BIOMETRY } from './biometry-threshold.data.ts';

/** What a media holds for face matching: an identity, no face, or a file that could not be read. */
export type MediaIdentity =
  | { readonly kind: 'face'; readonly mediaId: string; readonly embedding: Float32Array }
  | { readonly kind: 'no_face'; readonly mediaId: string }
  | { readonly kind: 'unreadable'; readonly mediaId: string; readonly error: EngineError };

interface Pair {
  readonly media: readonly [string, string];
  readonly likeness: number;
  readonly confidence: number;
}

/**
 * The verdict on whether all media show one person: every pair is compared, and the least similar one decides. A media
 * without a face is declined, one that cannot be read fails.
 */
export function compareFaces(identities: readonly MediaIdentity[]): AnalysisOutcome {
  const pairs = pairsOf(identities);
  const resultsMedia = identities.map((one) => outcomeOf(one, pairs));
  const unreadable = identities.filter((one) => one.kind === 'unreadable');
  if (unreadable.length > 0) {
    const errorMessage = unreadable.map(({ error }) => error.message).join(' ');
    return { resolution: 'FAILED', resultsData: null, resultsMedia, errorMessage };
  }
  if (identities.length < 2) {
    const errorMessage = 'Face matching needs two media with a face; the backs of documents do not count.';
    return { resolution: 'FAILED', resultsData: null, resultsMedia, errorMessage };
  }
  const declined = resultsMedia.some(({ resolution }) => resolution === 'DECLINED');
  return {
    resolution: declined ? 'DECLINED' : 'SUCCESS',
    resultsData: { ...rangeOf(pairs), threshold: BIOMETRY.threshold, pairs: pairs.map(pairView) },
    resultsMedia,
  };
}

/** The confidence (0..1) that two faces of this likeness (cosine) are one person. */
export function matchConfidence(likeness: number): number {
  const { scale } = BIOMETRY;
  const above = scale.findIndex(({ cosine }) => cosine >= likeness);
  const [from, to] = [scale[above - 1], scale[above]];
  if (to === undefined) return 1;
  if (from === undefined) return 0;
  const part = (likeness - from.cosine) / (to.cosine - from.cosine);
  return from.confidence + part * (to.confidence - from.confidence);
}

function pairsOf(identities: readonly MediaIdentity[]): Pair[] {
  const faces = identities.filter((one) => one.kind === 'face');
  return faces.flatMap((a, index) =>
    faces.slice(index + 1).map((b): Pair => {
      const likeness = a.embedding.reduce((sum, value, at) => sum + value * (b.embedding[at] ?? 0), 0);
      return { media: [a.mediaId, b.mediaId], likeness, confidence: matchConfidence(likeness) };
    }),
  );
}

function rangeOf(pairs: readonly Pair[]): { min_confidence: number; max_confidence: number } {
  const confidences = pairs.map(({ confidence }) => confidence);
  return {
    min_confidence: rounded(Math.min(1, ...confidences) * Number(pairs.length > 0)),
    max_confidence: rounded(Math.max(0, ...confidences)),
  };
}

function pairView({ media, likeness, confidence }: Pair) {
  return { media_ids: media, confidence: rounded(confidence), cosine: rounded(likeness) };
}

function outcomeOf(one: MediaIdentity, pairs: readonly Pair[]): MediaOutcome {
  const { mediaId } = one;
  if (one.kind === 'unreadable')
    return { mediaId, resolution: 'FAILED', resultsData: { error: one.error.message } };
  if (one.kind === 'no_face') {
    const message = 'No face was found to compare; send a picture with the face in view.';
    return {
      mediaId,
      resolution: 'DECLINED',
      resultsData: { reasons: [{ code: 'face_not_found', message }] },
    };
  }
  const own = pairs.filter(({ media }) => media.includes(mediaId));
  const range = rangeOf(own);
  const same = range.min_confidence >= BIOMETRY.threshold;
  const resolution: Resolution = same || own.length === 0 ? 'SUCCESS' : 'DECLINED';
  const message = 'The face is not the one on another media of this folder.';
  const reasons = resolution === 'SUCCESS' ? [] : [{ code: 'another_person', message }];
  return { mediaId, resolution, resultsData: { ...range, reasons } };
}
