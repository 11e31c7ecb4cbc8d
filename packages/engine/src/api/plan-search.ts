import type { CollectionSearch } from '../model/analysis.ts';
import type { CollectionRecord } from '../model/collections.ts';
import { EngineError } from '../model/engine-error.ts';
import type { Store } from '../model/store.ts';
import type { AnalysisRequestInput } from './folder-payload.ts';

/** The collections a COLLECTION analysis among these requests may search; none when there is no such request. */
export async function collectionsFor(
  store: Pick<Store, 'collections'>,
  requests: readonly AnalysisRequestInput[],
  companyId: string,
): Promise<readonly CollectionRecord[]> {
  return requests.some(({ type }) => type === 'COLLECTION') ? store.collections.list(companyId) : [];
}

/**
 * What to search: the collections named by id or alias, or all there are.
 * @throws EngineError `invalid_value` if one does not exist, or none at all
 */
export function planSearch(
  params: AnalysisRequestInput['params'],
  where: string,
  collections: readonly CollectionRecord[],
): CollectionSearch {
  const single = params?.collection_id;
  const named = params?.collection_ids ?? (single === undefined ? undefined : [single]);
  const chosen =
    named === undefined || named.length === 0
      ? collections
      : named.map((name) => findCollection(name, where, collections));
  if (chosen.length === 0)
    throw new EngineError('invalid_value', `${where}: there is no collection to search. Make one first.`);
  const threshold = params?.decision_threshold;
  const count = params?.decision_count;
  return {
    collectionIds: [...new Set(chosen.map(({ collectionId }) => collectionId))],
    ...(threshold === undefined ? {} : { threshold }),
    ...(count === undefined ? {} : { count }),
  };
}

function findCollection(
  name: string,
  where: string,
  collections: readonly CollectionRecord[],
): CollectionRecord {
  const found = collections.find(({ collectionId, alias }) => collectionId === name || alias === name);
  if (found) return found;
  throw new EngineError('invalid_value', `${where}.params: there is no collection "${name.slice(0, 100)}".`);
}
