import { COLLECTION } from '../decide/collection-threshold.data.ts';
import { type Candidate, decideCollection, type SearchedMedia } from '../decide/decide-collection.ts';
import type { AnalysisOutcome, AnalysisRequest } from '../model/analysis.ts';
import type { GalleryCollection, ResidentCollection } from '../model/face-gallery.ts';
import type { NearFace } from '../model/face-search.ts';
import { mapBounded } from '../model/map-bounded.ts';
import { identifyMedia, showsFace } from './identify-media.ts';
import type { AnalysisTools } from './run-analysis.ts';

/** Candidates asked of each chunk: a person may have several pictures, and one counts. */
const PICTURES_PER_PERSON = 4;
/** Chunks handed in per worker. */
const AHEAD = 2;

/**
 * A search in collections from files to verdict: the best portrait of each media is embedded and compared with every
 * face of every collection.
 *
 * @throws as runAnalysis does.
 */
export async function runCollection(
  { media, params, gallery }: AnalysisRequest,
  tools: AnalysisTools,
  signal: AbortSignal,
): Promise<AnalysisOutcome> {
  const { collectionIds, ...rule } = params.search ?? { collectionIds: [] };
  const collections: GalleryCollection[] = [];
  for (const collectionId of collectionIds) {
    const found = await gallery?.open(collectionId, tools.identityModel, signal);
    if (found === undefined) return failed(`Collection ${collectionId} does not exist any more.`);
    if (found.foreign > 0) return failed(foreignFaces(found));
    collections.push(found);
  }
  const top = (rule.count ?? COLLECTION.count) * PICTURES_PER_PERSON;
  const searched: SearchedMedia[] = [];
  for (const one of media.filter(showsFace)) {
    const identity = await identifyMedia(one, tools, signal);
    const candidates =
      identity.kind === 'face' ? await search(identity.embedding, collections, { top, tools, signal }) : [];
    searched.push({ identity, candidates });
  }
  return decideCollection(searched, rule);
}

interface SearchTools {
  readonly top: number;
  readonly tools: AnalysisTools;
  readonly signal: AbortSignal;
}

async function search(
  probe: Float32Array,
  collections: readonly GalleryCollection[],
  options: SearchTools,
): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const collection of collections) {
    const { collectionId, alias } = collection;
    const faces =
      collection.kind === 'searched'
        ? await collection.nearest(probe, options.top)
        : await rankChunks(probe, collection, options);
    found.push(...faces.map((face) => ({ ...face, collectionId, alias })));
  }
  return found;
}

/** Compares the probe with every face in memory, in the workers. */
async function rankChunks(
  probe: Float32Array,
  { collectionId, chunks }: ResidentCollection,
  { top, tools: { pool }, signal }: SearchTools,
): Promise<NearFace[]> {
  const found = await mapBounded(chunks, AHEAD * pool.threads, async (chunk) => {
    const ranked = await pool.rank(probe, chunk, top, { where: `Collection ${collectionId}`, signal });
    return ranked.flatMap(({ index, likeness }): NearFace[] => {
      const owner = chunk.owners[index];
      return owner === undefined ? [] : [{ ...owner, likeness }];
    });
  });
  return found.flat();
}

function failed(errorMessage: string): AnalysisOutcome {
  return { resolution: 'FAILED', resultsData: null, resultsMedia: [], errorMessage };
}

function foreignFaces({ alias, foreign }: GalleryCollection): string {
  return `${foreign} faces of collection "${alias}" were enrolled with another face model and cannot be searched; enrol them again.`;
}
