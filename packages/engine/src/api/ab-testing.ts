import { createHash } from 'node:crypto';
import type { AbTest, Thresholds } from '../model/analysis.ts';
import type { Store } from '../model/store.ts';
import { MAX_ITEMS } from './company-item-routes.ts';

/** What a company's A/B test makes of one folder. */
export interface AbAssignment {
  readonly test: AbTest;
  /** Of the variant; empty for folders outside all shares. */
  readonly thresholds: Thresholds;
}

/**
 * The variant a folder is judged by: of a company's active tests the newest counts. A folder's place follows from its id and
 * the test's, so that all its analyses have the same.
 */
export async function abAssignment(
  { companyItems }: Pick<Store, 'companyItems'>,
  companyId: string,
  folderId: string,
): Promise<AbAssignment | undefined> {
  const tests = await companyItems.list({ kind: 'ab testing', companyId, limit: MAX_ITEMS, offset: 0 });
  const running = tests.find(({ body }) => body.active);
  if (running === undefined) return undefined;
  const { itemId: configId, name } = running;
  const place = placeOf(configId, folderId);
  let end = 0;
  const variant = running.body.variants.find(({ share }) => {
    end += share;
    return place < end;
  });
  return { test: { configId, name, variant: variant?.name ?? null }, thresholds: variant?.thresholds ?? {} };
}

/** Evenly spread from 0 to below 100. */
function placeOf(configId: string, folderId: string): number {
  const hash = createHash('sha256').update(`${configId} ${folderId}`).digest();
  return (hash.readUInt32BE(0) / 2 ** 32) * 100;
}
