import { randomUUID } from 'node:crypto';
import { limitedSignal, type TraceContext } from '@presence/protocol';
import type { Caller } from '../model/principal.ts';
import type { AnalysisRecord, FolderRecord, MediaRecord } from '../model/records.ts';
import type { IdempotencyRecord, NewMedia } from '../model/store.ts';
import type { FolderWebhook } from '../model/webhooks.ts';
import { abAssignment } from './ab-testing.ts';
import { audienceOf } from './analysis-view.ts';
import type { ApiContext } from './api-context.ts';
import { parseFolderPayload } from './folder-payload.ts';
import { folderView } from './folder-view.ts';
import { formFingerprint, keyReused } from './idempotency.ts';
import { newMedia } from './new-media.ts';
import { planAnalyses } from './plan-analyses.ts';
import { collectionsFor } from './plan-search.ts';
import { discardForm, type ReceivedForm } from './receive-form.ts';
import { thresholdsOf } from './thresholds.ts';
import { folderWebhook } from './webhook-input.ts';
import { withinCapture } from './within-capture.ts';

type CreateContext = Pick<
  ApiContext,
  | 'store'
  | 'blobs'
  | 'frames'
  | 'queue'
  | 'analyser'
  | 'observer'
  | 'links'
  | 'syncWaitMs'
  | 'checkReceiver'
  | 'now'
>;

export interface CreateFolderInput {
  readonly form: ReceivedForm;
  readonly principal: Caller;
  readonly idempotencyKey: string | undefined;
  /** Parent of the analyses in the caller's trace. */
  readonly trace: TraceContext | undefined;
  /** Ends the waiting of a synchronous request; the analyses go on. */
  readonly signal: AbortSignal;
}

export interface CreateFolderReply {
  readonly body: unknown;
  readonly replayed: boolean;
}

/**
 * `POST /api/folders`: stores a received form as a folder. With analyses in the payload (single request mode) the
 * reply waits for their results. A repeated idempotency key gets the first reply and stores nothing.
 */
export async function createFolder(
  context: CreateContext,
  input: CreateFolderInput,
): Promise<CreateFolderReply> {
  const { store, blobs, queue } = context;
  const { form } = input;
  let committed: string | undefined;
  try {
    const draft = await draftFolder(context, input);
    const { folder, media, analyses, idempotency } = draft;
    const known = idempotency && (await store.folders.findIdempotent(idempotency.userId, idempotency.key));
    if (known) return await replay(context, known, input);
    committed = folder.folderId;
    const outcome = await withinCapture(store.accounts, input.principal, folder.folderId, async () => {
      await commitFiles(blobs, form, media);
      return store.folders.create({
        folder,
        media,
        analyses,
        ...(idempotency && { idempotency }),
        ...(draft.webhook && { webhook: draft.webhook }),
      });
    });
    if (outcome.kind === 'replayed') {
      await blobs.removeFolder(folder.folderId);
      return await replay(context, outcome.record, input);
    }
    for (const analysis of analyses) context.observer.received(analysis.type);
    await queue.enqueue(analyses);
    const ids = analyses.map((analysis) => analysis.analysisId);
    if (ids.length === 0) return { body: draft.reply, replayed: false };
    await settle(context, ids, input.signal);
    return { body: await storedFolderView(context, folder.folderId, input.principal), replayed: false };
  } catch (error) {
    // Bytes without a row in the store would never be found again.
    if (committed !== undefined && !(await store.folders.get(committed))) await blobs.removeFolder(committed);
    throw error;
  } finally {
    await discardForm(blobs, form);
  }
}

interface Draft {
  readonly folder: FolderRecord;
  readonly media: readonly NewMedia[];
  readonly analyses: readonly AnalysisRecord[];
  readonly idempotency: IdempotencyRecord | undefined;
  readonly webhook: FolderWebhook | undefined;
  /** The reply, if it need not wait for analyses. */
  readonly reply: unknown;
}

async function draftFolder(context: CreateContext, input: CreateFolderInput): Promise<Draft> {
  const { form, principal, trace } = input;
  const now = context.now();
  const folderId = randomUUID();
  const payload = parseFolderPayload(
    form.payload,
    form.files.map((file) => file.fieldName),
  );
  const { supportedTypes, readsVideos: videos } = context.analyser;
  const media = await newMedia(form.files, { folderId, payload, frames: context.frames, now, videos });
  const webhook = folderWebhook(payload.webhook, principal, context.checkReceiver);
  const requests = payload.analyses ?? [];
  const collections = await collectionsFor(context.store, requests, principal.companyId);
  const thresholds = thresholdsOf(payload);
  const abTest =
    requests.length === 0 ? undefined : await abAssignment(context.store, principal.companyId, folderId);
  const asker = principal;
  const options = { folderId, media, supportedTypes, collections, thresholds, abTest, asker, trace, now };
  const analyses = planAnalyses(requests, options);
  const status = analyses.length > 0 ? 'PROCESSING' : 'INITIAL';
  const folder: FolderRecord = {
    folderId,
    companyId: principal.companyId,
    userId: principal.userId,
    metaData: payload['folder:meta_data'] ?? {},
    resolutionStatus: status,
    systemResolution: status,
    timeCreated: now,
    timeUpdated: now,
  };
  const fresh = media.map((item): MediaRecord => ({ ...item, seenBefore: false }));
  const { links } = context;
  // It has no analyses, so whoever gets it is shown the same.
  const view = { media: fresh, analyses: undefined, links, detail: 'full', audience: 'account' } as const;
  const reply = analyses.length > 0 ? undefined : folderView(folder, view);
  const idempotency =
    input.idempotencyKey === undefined
      ? undefined
      : {
          userId: principal.userId,
          key: input.idempotencyKey,
          fingerprint: formFingerprint(form),
          folderId,
          reply: reply === undefined ? null : JSON.stringify(reply),
        };
  return { folder, media, analyses, idempotency, webhook, reply };
}

/** Files and media records have the same order. */
async function commitFiles(
  blobs: CreateContext['blobs'],
  form: ReceivedForm,
  media: readonly NewMedia[],
): Promise<void> {
  for (const [index, file] of form.files.entries()) {
    const record = media[index];
    if (record) await blobs.commit(file.staged, record.folderId, record.staticName);
  }
}

async function replay(
  context: CreateContext,
  known: IdempotencyRecord,
  input: CreateFolderInput,
): Promise<CreateFolderReply> {
  const { capture } = input.principal;
  if (known.fingerprint !== formFingerprint(input.form)) throw keyReused();
  // A capture session learns nothing of what another one uploaded.
  if (capture && capture.folderId !== known.folderId) throw keyReused();
  if (known.reply !== null) return { body: JSON.parse(known.reply), replayed: true };
  const analyses = await context.store.analyses.listByFolders([known.folderId]);
  await settle(
    context,
    analyses.map((analysis) => analysis.analysisId),
    input.signal,
  );
  return { body: await storedFolderView(context, known.folderId, input.principal), replayed: true };
}

/** Waits for results, but not for ever: a reply that still says PROCESSING can be polled. */
async function settle(context: CreateContext, ids: readonly string[], signal: AbortSignal): Promise<void> {
  const limit = limitedSignal(signal, context.syncWaitMs);
  try {
    await context.queue.settled(ids, limit.signal);
  } catch (error) {
    if (!limit.timedOut) throw error;
  } finally {
    limit.release();
  }
}

async function storedFolderView(
  { store, links }: CreateContext,
  folderId: string,
  caller: Caller,
): Promise<unknown> {
  const folder = await store.folders.get(folderId);
  const media = await store.media.listByFolders([folderId]);
  const analyses = await store.analyses.listByFolders([folderId]);
  return (
    folder && folderView(folder, { media, analyses, links, detail: 'full', audience: audienceOf(caller) })
  );
}
