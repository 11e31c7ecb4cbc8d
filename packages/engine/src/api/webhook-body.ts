import type { Store } from '../model/store.ts';
import type { DeliveryRecord } from '../model/webhooks.ts';
import { analysisView } from './analysis-view.ts';
import { folderView } from './folder-view.ts';
import type { Links } from './links.ts';

/**
 * What a receiver gets: `{type, timestamp, data}` (Standard Webhooks), `data` being the analysis or the folder as the API shows
 * it in lists, with the company and the folder's meta_data. Undefined if it is gone.
 */
export async function webhookBody(
  { store, links }: { readonly store: Pick<Store, 'folders' | 'media' | 'analyses'>; readonly links: Links },
  delivery: DeliveryRecord,
): Promise<string | undefined> {
  const data = await dataOf(store, links, delivery);
  if (data === undefined) return undefined;
  const timestamp = new Date(delivery.timeCreated).toISOString();
  return JSON.stringify({ type: delivery.event, timestamp, data });
}

async function dataOf(
  store: Pick<Store, 'folders' | 'media' | 'analyses'>,
  links: Links,
  { event, webhookId, companyId, folderId, analysisId }: DeliveryRecord,
): Promise<unknown> {
  if (event === 'webhook.test') return { webhook_id: webhookId, company_id: companyId };
  const folder = folderId === null ? undefined : await store.folders.get(folderId);
  if (!folder) return undefined;
  const media = await store.media.listByFolders([folder.folderId]);
  if (event === 'analysis.finished') {
    const analysis = analysisId === null ? undefined : await store.analyses.get(analysisId);
    return (
      analysis && {
        ...analysisView(analysis, {
          media,
          links,
          detail: 'brief',
          companyId: folder.companyId,
          audience: 'account',
        }),
        folder_meta_data: folder.metaData,
      }
    );
  }
  const analyses = await store.analyses.listByFolders([folder.folderId]);
  return folderView(folder, { media, analyses, links, detail: 'brief', audience: 'account' });
}
