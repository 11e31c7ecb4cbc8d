import type { Request } from 'express';
import type { CollectionRecord, PersonRecord } from '../model/collections.ts';
import { EngineError } from '../model/engine-error.ts';
import { mayRead, type Principal, rightsOf } from '../model/principal.ts';
import type { AnalysisRecord, FolderRecord, MediaRecord } from '../model/records.ts';
import type { Store } from '../model/store.ts';

/*
 * Look-ups that answer 404 alike for what does not exist and for what is someone else's, so that ids tell nothing.
 */

export async function ownedFolder(
  store: Store,
  principal: Principal,
  folderId: string,
): Promise<FolderRecord> {
  const folder = await store.folders.get(folderId);
  if (!folder || !mayRead(principal, folder)) throw notFound('folder', folderId);
  return folder;
}

export async function ownedMedia(store: Store, principal: Principal, mediaId: string): Promise<MediaRecord> {
  const media = await store.media.get(mediaId);
  const folder = media && (await store.folders.get(media.folderId));
  if (!media || !folder || !mayRead(principal, folder)) throw notFound('media', mediaId);
  return media;
}

export async function ownedAnalysis(
  store: Store,
  principal: Principal,
  analysisId: string,
): Promise<AnalysisRecord> {
  const analysis = await store.analyses.get(analysisId);
  const folder = analysis && (await store.folders.get(analysis.folderId));
  if (!analysis || !folder || !mayRead(principal, folder)) throw notFound('analysis', analysisId);
  return analysis;
}

/** Collections belong to a company as a whole: whoever is of it may read them. */
export async function ownedCollection(
  store: Store,
  principal: Principal,
  collectionId: string,
): Promise<CollectionRecord> {
  const collection = await store.collections.get(collectionId);
  const { sees } = rightsOf(principal);
  if (!collection || (sees !== 'all' && collection.companyId !== principal.companyId))
    throw notFound('collection', collectionId);
  return collection;
}

export async function ownedPerson(
  store: Store,
  principal: Principal,
  collectionId: string,
  personId: string,
): Promise<PersonRecord> {
  await ownedCollection(store, principal, collectionId);
  const person = await store.collections.getPerson(personId);
  if (person?.collectionId !== collectionId) throw notFound('person', personId);
  return person;
}

/** A path parameter as the one string it is. */
export function pathParameter(req: Request, name: string): string {
  const value = req.params[name];
  return typeof value === 'string' ? value : '';
}

export function notFound(what: string, id: string): EngineError {
  return new EngineError('not_found', `There is no ${what} ${id.slice(0, 100)}, or it is not yours.`);
}
