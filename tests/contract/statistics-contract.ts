import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Store } from '../../packages/engine/src/model/store.ts';
import { newThings } from '../support/company-world.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const DAY = 20_717;

/** Counts of finished analyses, for any store. */
export function describeStatistics(store: () => Store): void {
  it('counts finished analyses by day, and goes on when the folder is gone', async () => {
    const { statistics, analyses, folders } = store();
    const { folderId = '', analysisId = '' } = await newThings(store(), { userId: 'u', companyId: 'c' });
    const done = await analyses.get(analysisId);
    if (!done) throw new Error('no analysis');
    const fresh = { ...done, analysisId: randomUUID(), state: 'PROCESSING', resolution: null } as const;
    await analyses.add([{ ...fresh, timeCreated: DAY * DAY_MS }]);
    const outcome = { state: 'FINISHED', resolution: 'DECLINED', resultsData: null } as const;
    const time = DAY * DAY_MS + 1_500;
    await analyses.finish(fresh.analysisId, { ...outcome, resultsMedia: [], errorMessage: null }, time);
    await folders.delete(folderId);
    const count = (companyId: string, resolution: string, day: number) =>
      statistics.count({
        companyId,
        userId: 'u',
        type: 'QUALITY',
        resolution,
        milliseconds: 500,
        time: day * DAY_MS,
      });
    await Promise.all([1, 2, 3, 4].map(() => count('c', 'DECLINED', DAY)));
    await count('c', 'SUCCESS', DAY + 1);
    await count('d', 'SUCCESS', DAY + 1);
    expect(await statistics.read({ by: ['resolution'] })).toEqual([
      { keys: ['DECLINED'], count: 5, milliseconds: 3_500 },
      { keys: ['SUCCESS'], count: 2, milliseconds: 1_000 },
    ]);
    expect(await statistics.read({ by: ['day', 'company_id'], firstDay: DAY + 1, lastDay: DAY + 1 })).toEqual(
      [
        { keys: [DAY + 1, 'c'], count: 1, milliseconds: 500 },
        { keys: [DAY + 1, 'd'], count: 1, milliseconds: 500 },
      ],
    );
    expect(await statistics.read({ by: [], companyId: 'c' })).toEqual([
      { keys: [], count: 6, milliseconds: 4_000 },
    ]);
    expect(await statistics.read({ by: ['type'], companyId: 'nobody' })).toEqual([]);
  });

  it('knows what is stored', async () => {
    const { statistics } = store();
    expect(await statistics.stored(undefined, undefined)).toEqual({ folders: 0, media: 0, bytes: 0 });
    await newThings(store(), { userId: 'u', companyId: 'c' });
    await newThings(store(), { userId: 'v', companyId: 'c' });
    await newThings(store(), { userId: 'w', companyId: 'd' });
    expect(await statistics.stored(undefined, undefined)).toEqual({ folders: 3, media: 3, bytes: 30 });
    expect(await statistics.stored('c', 'u')).toEqual({ folders: 1, media: 1, bytes: 10 });
  });
}

/** What becomes of an analysis after its end, for any store. */
export function describeAftermath(store: () => Store): void {
  it('lets a person decide once what was left to one', async () => {
    const { analyses, folders, statistics } = store();
    const { folderId = '', analysisId = '' } = await newThings(store(), { userId: 'u', companyId: 'c' });
    const done = await analyses.get(analysisId);
    if (!done) throw new Error('no analysis');
    const id = randomUUID();
    await analyses.add([{ ...done, analysisId: id, state: 'PROCESSING', resolution: null }]);
    const outcome = { state: 'FINISHED', resolution: 'OPERATOR_REQUIRED', resultsMedia: [] } as const;
    await analyses.finish(id, { ...outcome, resultsData: { a: 1 }, errorMessage: null }, 2);
    const systemResolution = async () => (await folders.get(folderId))?.systemResolution;
    expect(await systemResolution()).toBe('OPERATOR_REQUIRED');
    const decision = { resolution: 'DECLINED', comment: 'a mask', userId: 'op' } as const;
    const tries = await Promise.all([3, 4].map((now) => analyses.decide(id, decision, now)));
    expect(tries.sort()).toEqual([false, true]);
    expect(await analyses.decide(analysisId, decision, 5)).toBe(false);
    expect(await analyses.decide(randomUUID(), decision, 5)).toBe(false);
    const operator = { operator_status: 'DECLINED', operator_comment: 'a mask', operator_user_id: 'op' };
    expect(await analyses.get(id)).toMatchObject({
      resolution: 'DECLINED',
      resultsData: { a: 1, ...operator },
    });
    expect(await systemResolution()).toBe('DECLINED');
    // What the engine found stays counted as it was found.
    expect(await statistics.read({ by: ['resolution'] })).toMatchObject([
      { keys: ['OPERATOR_REQUIRED'], count: 1 },
    ]);
  });

  it('deletes one media with its best shots, but none that is being analysed', async () => {
    const { media, analyses } = store();
    const {
      mediaId = '',
      analysisId = '',
      folderId = '',
    } = await newThings(store(), { userId: 'u', companyId: 'c' });
    const done = await analyses.get(analysisId);
    if (!done) throw new Error('no analysis');
    const id = randomUUID();
    await analyses.add([{ ...done, analysisId: id, state: 'PROCESSING', resolution: null }]);
    expect(await media.delete(mediaId, 1)).toBe('busy');
    const resultsMedia = [
      {
        mediaId,
        resolution: 'SUCCESS',
        resultsData: { a: 1 },
        bestShot: { staticName: 'best.jpg', frameIndex: 0 },
      },
    ] as const;
    const outcome = {
      state: 'FINISHED',
      resolution: 'SUCCESS',
      resultsData: null,
      errorMessage: null,
    } as const;
    await analyses.finish(id, { ...outcome, resultsMedia }, 2);
    const files = await media.delete(mediaId, 3);
    expect(files).toEqual(expect.arrayContaining([expect.stringMatching(/\.jpg$/), 'best.jpg']));
    expect((await analyses.get(id))?.resultsMedia).toEqual([
      { mediaId, resolution: 'SUCCESS', resultsData: { a: 1 } },
    ]);
    expect(await media.listByFolders([folderId])).toEqual([]);
    expect(await media.delete(mediaId, 4)).toEqual([]);
  });
}
