import type { Clock } from '../model/clock.ts';
import { type RemovalContext, removeCollection, removeFolder } from '../model/remove-folder.ts';
import type { Store } from '../model/store.ts';

export interface ExpiryContext extends RemovalContext {
  readonly store: Store;
  readonly now: Clock;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** No request of an account that is gone takes longer. Ours, 2026-11-22. */
const LAST_UPLOAD_MS = 60 * 60 * 1000;
/** Folders looked up at once, and companies. */
const BATCH = 100;

/**
 * Removes every folder that is older than its company keeps them.
 * @param retentionDays for companies that say nothing of their own; 0 keeps for ever
 * @returns how many
 */
export async function expireFolders(
  context: ExpiryContext,
  retentionDays: number,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  for (let offset = 0; !signal.aborted; offset += BATCH) {
    const companies = await context.store.companies.list({ limit: BATCH, offset });
    for (const { companyId, retentionDays: own } of companies) {
      const days = own ?? retentionDays;
      if (days > 0) removed += await removeFolders(context, companyId, context.now() - days * DAY_MS, signal);
    }
    if (companies.length < BATCH) break;
  }
  return removed;
}

/** Removes all that retired companies still own, then forgets them. */
export async function clearRetired(context: ExpiryContext, signal: AbortSignal): Promise<number> {
  let removed = 0;
  for (const companyId of await context.store.companies.retired()) {
    removed += await removeFolders(context, companyId, Number.MAX_SAFE_INTEGER, signal);
    for (const { collectionId } of await context.store.collections.list(companyId))
      await removeCollection(context, collectionId);
    // An upload that began before may still come to its end.
    if (!signal.aborted) await context.store.companies.purge(companyId, context.now() - LAST_UPLOAD_MS);
  }
  return removed;
}

async function removeFolders(
  context: ExpiryContext,
  companyId: string,
  before: number,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const ids = await context.store.folders.createdBefore(companyId, before, BATCH);
    for (const id of ids) {
      if (signal.aborted) return removed;
      await removeFolder(context, id);
      removed += 1;
    }
    if (ids.length < BATCH) return removed;
  }
}
