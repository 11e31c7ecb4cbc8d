import type { AnalysisOutcome, CollectionMatch, MediaOutcome } from '../model/analysis.ts';
import { rounded } from '../model/certainty.ts';
import { COLLECTION } from './collection-threshold.data.ts';
import { type MediaIdentity, matchConfidence } from './compare-faces.ts';

/** A person of a collection beside the face that was looked for. */
export interface Candidate extends CollectionMatch {
  readonly personImageId: string;
  /** Cosine, -1..1. */
  readonly likeness: number;
}

/** A media and the faces of the collections most like its own, of whatever likeness. */
export interface SearchedMedia {
  readonly identity: MediaIdentity;
  readonly candidates: readonly Candidate[];
}

export interface SearchRule {
  readonly threshold?: number;
  readonly count?: number;
}

/**
 * The verdict of a search: a person found in a collection declines, and so does a media without a face, which could not
 * be searched.
 */
export function decideCollection(searched: readonly SearchedMedia[], rule: SearchRule): AnalysisOutcome {
  const threshold = rule.threshold ?? COLLECTION.threshold;
  const count = rule.count ?? COLLECTION.count;
  const resultsMedia = searched.map((one) => outcomeOf(one, threshold, count));
  const unreadable = searched.flatMap(({ identity }) => (identity.kind === 'unreadable' ? [identity] : []));
  if (unreadable.length > 0 || searched.length === 0) {
    const errorMessage =
      unreadable.map(({ error }) => error.message).join(' ') ||
      'A search in collections needs a media with a face; the backs of documents do not count.';
    return { resolution: 'FAILED', resultsData: null, resultsMedia, errorMessage };
  }
  const best = Math.max(0, ...searched.flatMap(({ candidates }) => candidates.map(confidenceOf)));
  const declined = resultsMedia.some(({ resolution }) => resolution === 'DECLINED');
  return {
    resolution: declined ? 'DECLINED' : 'SUCCESS',
    resultsData: { max_confidence: rounded(best), threshold },
    resultsMedia,
  };
}

function confidenceOf({ likeness }: Candidate): number {
  return matchConfidence(likeness);
}

function outcomeOf({ identity, candidates }: SearchedMedia, threshold: number, count: number): MediaOutcome {
  const { mediaId } = identity;
  if (identity.kind === 'unreadable')
    return { mediaId, resolution: 'FAILED', resultsData: { error: identity.error.message } };
  if (identity.kind === 'no_face') {
    const message = 'No face was found to search for; send a picture with the face in view.';
    return refused(mediaId, { code: 'face_not_found', message });
  }
  const found = onePerPerson(candidates).filter((one) => confidenceOf(one) >= threshold);
  const matches = found.slice(0, count).map(matchView);
  const [best] = found;
  const range = { max_confidence: rounded(Math.max(0, ...candidates.map(confidenceOf))), matches };
  if (best === undefined) return { mediaId, resolution: 'SUCCESS', resultsData: { ...range, reasons: [] } };
  const message = 'The face is that of a person in a collection.';
  const { personId, collectionId, alias } = best;
  return {
    ...refused(mediaId, { code: 'person_in_collection', message }, range),
    match: { personId, collectionId, alias },
  };
}

function refused(
  mediaId: string,
  reason: { readonly code: string; readonly message: string },
  data: Readonly<Record<string, unknown>> = {},
): MediaOutcome {
  return { mediaId, resolution: 'DECLINED', resultsData: { ...data, reasons: [reason] } };
}

/** The best picture of each person, best first. */
function onePerPerson(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return [...candidates]
    .sort((a, b) => b.likeness - a.likeness)
    .filter(({ personId }) => !seen.has(personId) && seen.add(personId));
}

function matchView({ personId, personImageId, collectionId, alias, likeness }: Candidate) {
  return {
    person_id: personId,
    person_image_id: personImageId,
    collection_id: collectionId,
    alias,
    confidence: rounded(matchConfidence(likeness)),
    cosine: rounded(likeness),
  };
}
