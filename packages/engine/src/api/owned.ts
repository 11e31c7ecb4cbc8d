import type { Request } from 'express';
import type { CollectionRecord, PersonRecord } from '../model/collections.ts';
import type { CompanyRecord } from '../model/companies.ts';
import { EngineError } from '../model/engine-error.ts';
import { type Caller, mayReach } from '../model/principal.ts';
import type { AccountRecord, AnalysisRecord, FolderRecord, MediaRecord } from '../model/records.ts';
import type { Store } from '../model/store.ts';
import type { WebhookRecord } from '../model/webhooks.ts';

/*
 * Look-ups that answer 404 alike for what does not exist and for what is someone else's, so that ids tell nothing.
 */

export async function ownedFolder(store: Store, caller: Caller, folderId: string): Promise<FolderRecord> {
  const folder = await store.folders.get(folderId);
  if (!folder || !mayReach(caller, folder)) throw notFound('folder', folderId);
  return folder;
}

export async function ownedMedia(store: Store, caller: Caller, mediaId: string): Promise<MediaRecord> {
  const media = await store.media.get(mediaId);
  const folder = media && (await store.folders.get(media.folderId));
  if (!media || !folder || !mayReach(caller, folder)) throw notFound('media', mediaId);
  return media;
}

export async function ownedAnalysis(
  store: Store,
  caller: Caller,
  analysisId: string,
): Promise<{ readonly analysis: AnalysisRecord; readonly folder: FolderRecord }> {
  const analysis = await store.analyses.get(analysisId);
  const folder = analysis && (await store.folders.get(analysis.folderId));
  if (!analysis || !folder || !mayReach(caller, folder)) throw notFound('analysis', analysisId);
  return { analysis, folder };
}

/** Collections belong to a company as a whole: whoever is of it may read them. */
export async function ownedCollection(
  store: Store,
  caller: Caller,
  collectionId: string,
): Promise<CollectionRecord> {
  const collection = await store.collections.get(collectionId);
  if (!collection || !mayReach(caller, { companyId: collection.companyId }))
    throw notFound('collection', collectionId);
  return collection;
}

export async function ownedPerson(
  store: Store,
  caller: Caller,
  collectionId: string,
  personId: string,
): Promise<PersonRecord> {
  await ownedCollection(store, caller, collectionId);
  const person = await store.collections.getPerson(personId);
  if (person?.collectionId !== collectionId) throw notFound('person', personId);
  return person;
}

export async function ownedCompany(store: Store, caller: Caller, companyId: string): Promise<CompanyRecord> {
  const company = await store.companies.get(companyId);
  if (!company || !mayReach(caller, company)) throw notFound('company', companyId);
  return company;
}

/** `me` is the caller itself. */
export async function ownedUser(store: Store, caller: Caller, userId: string): Promise<AccountRecord> {
  const account = await store.accounts.get(userId === 'me' ? caller.userId : userId);
  if (!account || !mayReach(caller, account)) throw notFound('user', userId);
  return account;
}

export async function ownedWebhook(store: Store, caller: Caller, webhookId: string): Promise<WebhookRecord> {
  const webhook = await store.webhooks.get(webhookId);
  if (!webhook || !mayReach(caller, { companyId: webhook.companyId })) throw notFound('webhook', webhookId);
  return webhook;
}

/** A path parameter as the one string it is. */
export function pathParameter(req: Request, name: string): string {
  const value = req.params[name];
  return typeof value === 'string' ? value : '';
}

export function notFound(what: string, id: string): EngineError {
  return new EngineError('not_found', `There is no ${what} ${id.slice(0, 100)}, or it is not yours.`);
}
