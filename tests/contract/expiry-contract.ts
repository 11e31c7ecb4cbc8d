import { expect, it } from 'vitest';
import type { AnalysisRecord, FolderRecord } from '../../packages/engine/src/model/records.ts';
import type { Store } from '../../packages/engine/src/model/store.ts';

interface Makers {
  readonly folder: () => FolderRecord;
  readonly analysis: (folderId: string, changes: Partial<AnalysisRecord>) => AnalysisRecord;
  /** When folders and analyses are made unless they say otherwise. */
  readonly time: number;
}

/** What every store must do with analyses that wait in vain. */
export function describeExpiry(store: () => Store, { folder, analysis, time }: Makers): void {
  it('fails what nobody took up in time, once, and leaves alone what is young, begun or finished', async () => {
    const one = folder();
    const late = analysis(one.folderId, { timeCreated: time + 1 });
    const dropped = analysis(one.folderId, { timeCreated: time + 2 });
    const begun = analysis(one.folderId, { timeCreated: time + 3 });
    const young = analysis(one.folderId, { timeCreated: time + 200 });
    const nothing = { resultsData: null, resultsMedia: [], errorMessage: null };
    const done = analysis(one.folderId, {
      state: 'FINISHED',
      resolution: 'SUCCESS',
      timeFinished: time + 1,
      ...nothing,
    });
    const all = [young, begun, dropped, late, done];
    await store().folders.create({ folder: one, media: [], analyses: all });
    await store().analyses.start(dropped.analysisId, time + 10); // by a worker that died
    await store().analyses.start(begun.analysisId, time + 150);
    const expire = (limit: number) => store().analyses.expire(time + 100, limit, 'Too late.', time + 300);
    const [first, second] = await Promise.all([expire(10), expire(10)]);
    // Whoever was first, each is failed by one.
    const expired = [...first, ...second].sort((a, b) => a.timeCreated - b.timeCreated);
    expect(expired).toEqual(
      [late, dropped].map(({ analysisId, type, timeCreated }) => ({ analysisId, type, timeCreated })),
    );
    expect(await store().analyses.get(late.analysisId)).toMatchObject({
      state: 'FAILED',
      resolution: 'FAILED',
      errorMessage: 'Too late.',
      timeFinished: time + 300,
    });
    for (const { analysisId } of [begun, young])
      expect((await store().analyses.get(analysisId))?.state).toBe('PROCESSING');
    expect(await store().analyses.start(late.analysisId, time + 301)).toBeUndefined();
    expect(await expire(10)).toEqual([]);
    const end = { state: 'FINISHED', resolution: 'SUCCESS', ...nothing } as const;
    for (const { analysisId } of [begun, young]) await store().analyses.finish(analysisId, end, time + 302);
    expect(await store().folders.get(one.folderId)).toMatchObject({
      resolutionStatus: 'FAILED',
      systemResolution: 'FAILED',
    });
  });

  it('fails no more at once than it is told, the oldest first', async () => {
    const one = folder();
    const work = [3, 1, 2].map((age) => analysis(one.folderId, { timeCreated: time + age }));
    await store().folders.create({ folder: one, media: [], analyses: work });
    const expired = await store().analyses.expire(time + 100, 2, 'Too late.', time + 300);
    expect(expired.map(({ timeCreated }) => timeCreated)).toEqual([time + 1, time + 2]);
  });
}
