import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnalysisRecord, FolderRecord } from '../../packages/engine/src/model/records.ts';
import type { FolderQuery, NewMedia, Store } from '../../packages/engine/src/model/store.ts';
import { describeAccounts } from './accounts-contract.ts';
import { describeCollections } from './collections-contract.ts';
import { describeCompanies } from './companies-contract.ts';
import { describeCompanyItems, describeFolderMarks } from './company-items-contract.ts';
import { describeExpiry } from './expiry-contract.ts';
import { describeFrameHashes } from './frame-hash-contract.ts';
import { describeAftermath, describeStatistics } from './statistics-contract.ts';
import { describeWebhooks } from './webhooks-contract.ts';

export interface StoreImplementation {
  readonly name: string;
  /** An empty store and what removes it. */
  open(): Promise<{ readonly store: Store; remove(): Promise<void> }>;
}

const T0 = 1_790_000_000_000;
const MAX_FILES = 3;

function folder(changes: Partial<FolderRecord> = {}): FolderRecord {
  return {
    folderId: randomUUID(),
    companyId: 'company',
    userId: 'user',
    metaData: {},
    resolutionStatus: 'INITIAL',
    systemResolution: 'INITIAL',
    timeCreated: T0,
    timeUpdated: T0,
    ...changes,
  };
}

function media(folderId: string, changes: Partial<NewMedia> = {}): NewMedia {
  return {
    mediaId: randomUUID(),
    folderId,
    fieldName: 'video1',
    kind: 'shots_set',
    originalName: 'v.zip',
    staticName: `${randomUUID()}.zip`,
    framesToken: randomUUID(),
    frameCount: 3,
    bytes: 5_000_000_000,
    sha256: 'a'.repeat(64),
    tags: ['video_selfie', 'quote"d'],
    metaData: { additional_info: { nested: [1, null, 'ü'] } },
    timeCreated: T0,
    timeUpdated: T0,
    ...changes,
  };
}

function analysis(folderId: string, changes: Partial<AnalysisRecord> = {}): AnalysisRecord {
  return {
    analysisId: randomUUID(),
    folderId,
    type: 'QUALITY',
    state: 'PROCESSING',
    resolution: null,
    sourceMediaIds: ['m1'],
    params: { extractBestShot: true },
    resultsData: null,
    resultsMedia: [],
    errorMessage: null,
    attempts: 0,
    metaData: {},
    timeCreated: T0,
    timeUpdated: T0,
    timeStarted: null,
    timeFinished: null,
    ...changes,
  };
}

function query(changes: Partial<FolderQuery> = {}): FolderQuery {
  return {
    scope: { kind: 'all' },
    metaData: [],
    sort: { by: 'timeCreated', descending: false },
    limit: 100,
    offset: 0,
    countTotal: true,
    ...changes,
  };
}

/** What every store must do. */
export function describeStore(implementation: StoreImplementation): void {
  describe(`store: ${implementation.name}`, () => {
    let store: Store;
    let remove: () => Promise<void>;
    beforeEach(async () => {
      ({ store, remove } = await implementation.open());
    });
    afterEach(async () => {
      await remove();
    });
    describeFolders(() => store);
    describeMedia(() => store);
    describeAnalyses(() => store);
    describeExpiry(() => store, { folder, analysis, time: T0 });
    describeAccounts(() => store);
    describeCollections(() => store);
    describeCompanies(() => store);
    describeCompanyItems(() => store);
    describeFolderMarks(() => store);
    describeWebhooks(() => store);
    describeStatistics(() => store);
    describeAftermath(() => store);
    describeFrameHashes(
      () => store,
      async (timeCreated, folderId) => {
        const home = folder(folderId === undefined ? {} : { folderId });
        const item = media(home.folderId, { timeCreated });
        if (folderId === undefined) await store.folders.create({ folder: home, media: [item], analyses: [] });
        else await store.media.add(folderId, [item], MAX_FILES);
        return item;
      },
    );
    it('answers a ping', async () => {
      await expect(store.ping()).resolves.toBeUndefined();
    });
  });
}

function describeFolders(store: () => Store): void {
  it('returns a folder with media and analyses as they were written', async () => {
    const one = folder({ metaData: { a: 1, deep: { b: [true, null] }, __proto: 'x' } });
    const item = media(one.folderId);
    const work = analysis(one.folderId, { metaData: { k: 'v' } });
    await store().folders.create({ folder: one, media: [item], analyses: [work] });
    expect(await store().folders.get(one.folderId)).toEqual(one);
    expect(await store().media.get(item.mediaId)).toEqual({ ...item, seenBefore: false });
    expect(await store().analyses.get(work.analysisId)).toEqual(work);
    expect(await store().folders.get(randomUUID())).toBeUndefined();
  });

  it('keeps text that no database likes', async () => {
    const one = folder({ metaData: { nul: 'a\0b', long: '\u{1F600}'.repeat(500), ['k'.repeat(200)]: 'v' } });
    const item = media(one.folderId, { tags: ['\0'], metaData: { lone: '\ud800' } });
    await store().folders.create({ folder: one, media: [item], analyses: [] });
    expect((await store().folders.get(one.folderId))?.metaData).toEqual(one.metaData);
    expect((await store().media.get(item.mediaId))?.tags).toEqual(['\0']);
    const byNul = query({ metaData: [{ key: 'nul', value: 'a\0b', equal: true }] });
    expect((await store().folders.list(byNul)).total).toBe(1);
  });

  it('writes all of a folder or nothing', async () => {
    const one = folder();
    const item = media(one.folderId);
    await expect(
      store().folders.create({ folder: one, media: [item, item], analyses: [] }),
    ).rejects.toThrow();
    expect(await store().folders.get(one.folderId)).toBeUndefined();
    expect(await store().media.get(item.mediaId)).toBeUndefined();
  });

  it('keeps scopes apart and counts within them', async () => {
    const mine = folder({ userId: 'u1', companyId: 'c1' });
    const colleague = folder({ userId: 'u2', companyId: 'c1', timeCreated: T0 + 1 });
    const stranger = folder({ userId: 'u3', companyId: 'c2', timeCreated: T0 + 2 });
    for (const item of [mine, colleague, stranger])
      await store().folders.create({ folder: item, media: [], analyses: [] });
    const ids = async (scope: FolderQuery['scope']) => {
      const page = await store().folders.list(query({ scope }));
      expect(page.total).toBe(page.items.length);
      return page.items.map((item) => item.folderId);
    };
    expect(await ids({ kind: 'user', userId: 'u1' })).toEqual([mine.folderId]);
    expect(await ids({ kind: 'company', companyId: 'c1' })).toEqual([mine.folderId, colleague.folderId]);
    expect(await ids({ kind: 'all' })).toHaveLength(3);
  });

  it('finds by scalar meta_data as text, and pages with a total', async () => {
    for (const index of [0, 1, 2, 3, 4]) {
      const metaData = { even: index % 2 === 0, index, name: `n${index}`, list: [index] };
      const item = folder({ metaData, timeCreated: T0 + index });
      await store().folders.create({ folder: item, media: [], analyses: [] });
    }
    const found = async (key: string, value: string, equal = true) =>
      (await store().folders.list(query({ metaData: [{ key, value, equal }] }))).items.map(
        (item) => item.metaData.index,
      );
    expect(await found('name', 'n3')).toEqual([3]);
    expect(await found('index', '3')).toEqual([3]);
    expect(await found('even', 'true')).toEqual([0, 2, 4]);
    expect(await found('even', 'true', false)).toEqual([1, 3]);
    expect(await found('list', '3')).toEqual([]);
    expect(await found('name', "n3' or 1=1")).toEqual([]);
    expect(await found('name', 'n3\0')).toEqual([]);
    expect((await store().folders.list(query({ createdMin: T0 + 3.5 }))).total).toBe(1);
    const page = await store().folders.list(query({ limit: 2, offset: 3 }));
    expect(page.items.map((item) => item.metaData.index)).toEqual([3, 4]);
    expect(page.total).toBe(5);
    expect((await store().folders.list(query({ countTotal: false }))).total).toBeNull();
  });

  it('forgets everything of a deleted folder', async () => {
    const one = folder({ metaData: { k: 'v' } });
    const item = media(one.folderId);
    const work = analysis(one.folderId);
    const idempotency = { userId: 'user', key: 'k', fingerprint: 'f', folderId: one.folderId, reply: '{}' };
    await store().folders.create({ folder: one, media: [item], analyses: [work], idempotency });
    expect(await store().folders.delete(one.folderId)).toBe(true);
    expect(await store().folders.delete(one.folderId)).toBe(false);
    expect(await store().media.get(item.mediaId)).toBeUndefined();
    expect(await store().analyses.get(work.analysisId)).toBeUndefined();
    expect(await store().folders.findIdempotent('user', 'k')).toBeUndefined();
    expect(await store().analyses.unfinished()).toEqual([]);
  });

  it('lets one idempotency key create once for each user, however many try at once', async () => {
    const attempt = (userId: string) => {
      const item = folder({ userId });
      const idempotency = { userId, key: 'same', fingerprint: 'f', folderId: item.folderId, reply: null };
      return store().folders.create({ folder: item, media: [], analyses: [], idempotency });
    };
    const outcomes = await Promise.all([attempt('a'), attempt('a'), attempt('a'), attempt('b')]);
    expect(outcomes.filter((outcome) => outcome.kind === 'created')).toHaveLength(2);
    expect((await store().folders.list(query())).total).toBe(2);
  });
}

function describeMedia(store: () => Store): void {
  it('refuses more media than a folder may hold, even at once', async () => {
    const one = folder();
    await store().folders.create({ folder: one, media: [media(one.folderId)], analyses: [] });
    const add = () => store().media.add(one.folderId, [media(one.folderId)], MAX_FILES);
    const added = await Promise.all([add(), add(), add(), add()]);
    expect(added.filter(Boolean)).toHaveLength(MAX_FILES - 1);
    expect(await store().media.listByFolders([one.folderId])).toHaveLength(MAX_FILES);
  });

  it('are listed in the order they were given, whatever their ids', async () => {
    const one = folder();
    const ids = ['f', 'b', 'e', 'a'].map((letter) => letter.repeat(8) + randomUUID().slice(8));
    const items = ids.map((mediaId) => media(one.folderId, { mediaId }));
    await store().folders.create({ folder: one, media: items.slice(0, 2), analyses: [] });
    await store().media.add(one.folderId, items.slice(2), 10);
    const order = async () =>
      (await store().media.listByFolders([one.folderId])).map(({ mediaId }) => mediaId);
    expect(await order()).toEqual(ids);
    await store().media.delete(ids[1] ?? '', T0 + 1);
    const late = media(one.folderId, { mediaId: `0${randomUUID().slice(1)}` });
    await store().media.add(one.folderId, [late], 10);
    expect(await order()).toEqual([ids[0], ids[2], ids[3], late.mediaId]);
  });

  it('sees the same bytes in two folders that arrive at the same moment', async () => {
    const folders = Array.from({ length: 4 }, () => folder());
    await Promise.all(
      folders.map((item) =>
        store().folders.create({ folder: item, media: [media(item.folderId)], analyses: [] }),
      ),
    );
    const kept = await store().media.listByFolders(folders.map((item) => item.folderId));
    expect(kept.filter((item) => !item.seenBefore)).toHaveLength(1);
  });

  it('marks bytes that another folder held before, and never changes its mind', async () => {
    const [one, two] = [folder(), folder()];
    const first = media(one.folderId);
    const twin = media(one.folderId);
    const replayed = media(two.folderId);
    await store().folders.create({ folder: one, media: [first, twin], analyses: [] });
    await store().folders.create({ folder: two, media: [replayed], analyses: [] });
    const seen = async (mediaId: string) => (await store().media.get(mediaId))?.seenBefore;
    expect([await seen(first.mediaId), await seen(twin.mediaId), await seen(replayed.mediaId)]).toEqual([
      false,
      false,
      true,
    ]);
    await store().folders.delete(one.folderId);
    expect(await seen(replayed.mediaId)).toBe(true);
  });

  it('is found by its frames token and takes new tags and meta_data', async () => {
    const one = folder();
    const item = media(one.folderId, { framesToken: 'frames' });
    await store().folders.create({ folder: one, media: [item], analyses: [] });
    await store().media.setTags(item.mediaId, ['t'], T0 + 5);
    await store().media.setMetaData(item.mediaId, { m: 1 }, T0 + 6);
    expect(await store().media.findByFramesToken('frames')).toMatchObject({
      mediaId: item.mediaId,
      tags: ['t'],
      metaData: { m: 1 },
      timeUpdated: T0 + 6,
    });
    expect(await store().media.findByFramesToken('other')).toBeUndefined();
    expect((await store().media.findByStaticName(item.staticName))?.mediaId).toBe(item.mediaId);
    expect(await store().media.findByStaticName('other.jpg')).toBeUndefined();
    expect(await store().media.listByFolders([])).toEqual([]);
    // The film of a shot set goes with it.
    expect(await store().media.delete(item.mediaId, 1)).toEqual([item.staticName, 'frames.mp4']);
  });
}

function describeAnalyses(store: () => Store): void {
  it('counts attempts, finishes once and decides the folder', async () => {
    const one = folder();
    await store().folders.create({ folder: one, media: [], analyses: [] });
    const [older, newer] = [analysis(one.folderId), analysis(one.folderId, { timeCreated: T0 + 1 })];
    await store().analyses.add([newer, older]);
    const status = async () => {
      const current = await store().folders.get(one.folderId);
      return [current?.resolutionStatus, current?.systemResolution];
    };
    expect(await status()).toEqual(['PROCESSING', 'PROCESSING']);
    expect(await store().analyses.unfinished()).toEqual([
      { analysisId: older.analysisId, type: older.type },
      { analysisId: newer.analysisId, type: newer.type },
    ]);
    expect((await store().analyses.start(older.analysisId, T0 + 2))?.attempts).toBe(1);
    await store().analyses.release(older.analysisId);
    expect((await store().analyses.start(older.analysisId, T0 + 3))?.attempts).toBe(1);
    const outcome = {
      state: 'FINISHED',
      resolution: 'DECLINED',
      resultsData: { a: 1 },
      resultsMedia: [{ mediaId: 'm1', resolution: 'DECLINED', resultsData: { confidence_spoofing: 0.9 } }],
      errorMessage: null,
    } as const;
    expect(await store().analyses.finish(older.analysisId, outcome, T0 + 4)).toBe(true);
    expect(await store().analyses.finish(older.analysisId, outcome, T0 + 9)).toBe(false);
    expect(await store().analyses.start(older.analysisId, T0 + 9)).toBeUndefined();
    expect(await store().analyses.get(older.analysisId)).toMatchObject({
      ...outcome,
      timeStarted: T0 + 3,
      timeFinished: T0 + 4,
    });
    expect(await status()).toEqual(['PROCESSING', 'PROCESSING']);
    await store().analyses.finish(newer.analysisId, { ...outcome, resolution: 'SUCCESS' }, T0 + 5);
    expect(await status()).toEqual(['FINISHED', 'DECLINED']);
    expect(await store().analyses.unfinished()).toEqual([]);
  });

  it('decides a folder whose analyses end at the same moment', async () => {
    const one = folder();
    const work = Array.from({ length: 6 }, () => analysis(one.folderId));
    await store().folders.create({ folder: one, media: [], analyses: work });
    const nothing = { resultsData: null, resultsMedia: [], errorMessage: null };
    const outcome = { state: 'FINISHED', resolution: 'SUCCESS', ...nothing } as const;
    const twice = [...work, ...work];
    const ended = await Promise.all(
      twice.map(({ analysisId }) => store().analyses.finish(analysisId, outcome, T0 + 1)),
    );
    expect(ended.filter(Boolean)).toHaveLength(work.length);
    expect((await store().folders.get(one.folderId))?.resolutionStatus).toBe('FINISHED');
  });

  it('knows nothing of analyses that are gone', async () => {
    expect(await store().analyses.start(randomUUID(), T0)).toBeUndefined();
    const nothing = { resultsData: null, resultsMedia: [], errorMessage: null };
    const outcome = { state: 'FINISHED', resolution: 'SUCCESS', ...nothing } as const;
    expect(await store().analyses.finish(randomUUID(), outcome, T0)).toBe(false);
  });
}
