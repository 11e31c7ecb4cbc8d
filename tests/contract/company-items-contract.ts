import { expect, it } from 'vitest';
import type { CompanyItem } from '../../packages/engine/src/model/company-items.ts';
import type { Store } from '../../packages/engine/src/model/store.ts';
import { newThings } from '../support/company-world.ts';

const T0 = 1_790_000_000_000;

function test(itemId: string, companyId: string, name: string, later = 0): CompanyItem<'ab testing'> {
  const body = { active: true, variants: [{ name: 'b', share: 50, thresholds: { spoofing: 0.4 } }] };
  return {
    itemId,
    companyId,
    kind: 'ab testing',
    name,
    body,
    timeCreated: T0 + later,
    timeUpdated: T0 + later,
  };
}

/** What companies keep under a name, for any store. */
export function describeCompanyItems(store: () => Store): void {
  it('keeps what a company names, newest first, of each name one', async () => {
    const { companyItems } = store();
    expect(await companyItems.create(test('i1', 'c1', 'one'))).toBe(true);
    expect(await companyItems.create(test('i2', 'c1', 'two', 1))).toBe(true);
    expect(await companyItems.create(test('i3', 'c2', 'one', 2))).toBe(true);
    expect(await companyItems.create(test('i4', 'c1', 'one', 3))).toBe(false);
    const body = { format: 'json' as const, columns: ['type'], filters: { limit: '5' }, days: 7 };
    const template = { ...test('i5', 'c1', 'one'), kind: 'report template' as const, body };
    expect(await companyItems.create(template)).toBe(true);
    expect(await companyItems.get('ab testing', 'i1')).toEqual(test('i1', 'c1', 'one'));
    expect(await companyItems.get('report template', 'i5')).toEqual(template);
    expect(await companyItems.get('report template', 'i1')).toBeUndefined();
    const ids = async (companyId: string | undefined, limit = 10, offset = 0) =>
      (await companyItems.list({ kind: 'ab testing', companyId, limit, offset })).map(({ itemId }) => itemId);
    expect(await ids(undefined)).toEqual(['i3', 'i2', 'i1']);
    expect(await ids('c1')).toEqual(['i2', 'i1']);
    expect(await ids('c1', 1, 1)).toEqual(['i1']);
  });

  it('changes, renames and deletes it, and forgets it with its company', async () => {
    const { companyItems, companies } = store();
    const one = test('i1', 'c1', 'one');
    await companyItems.create(one);
    await companyItems.create(test('i2', 'c1', 'two'));
    const off = { ...one, body: { ...one.body, active: false }, timeUpdated: T0 + 9 };
    expect(await companyItems.change({ ...off, name: 'two' })).toBe(false);
    expect(await companyItems.change({ ...off, name: 'three' })).toBe(true);
    expect(await companyItems.get('ab testing', 'i1')).toEqual({ ...off, name: 'three' });
    await companyItems.delete('i1');
    expect(await companyItems.get('ab testing', 'i1')).toBeUndefined();
    expect(await companyItems.change(off)).toBe(false);
    await companies.save({
      companyId: 'c1',
      name: 'Leaving',
      retentionDays: null,
      metaData: {},
      timeCreated: T0,
    });
    await companies.retire('c1', T0);
    expect(await companyItems.get('ab testing', 'i2')).toBeUndefined();
  });
}

/** The token of a shared folder and the removal of a folder's files, for any store. */
export function describeFolderMarks(store: () => Store): void {
  const one = () => newThings(store(), { userId: 'u', companyId: 'c' });

  it('shares a folder by a token, until it is taken away', async () => {
    const { folders } = store();
    const { folderId = '' } = await one();
    await folders.share(folderId, 'first', T0);
    expect(await folders.findShared('first')).toMatchObject({ folderId, sharedToken: 'first' });
    await folders.share(folderId, 'second', T0);
    expect([await folders.findShared('first'), (await folders.get(folderId))?.sharedToken]).toEqual([
      undefined,
      'second',
    ]);
    await folders.share(folderId, null, T0);
    expect(await folders.findShared('second')).toBeUndefined();
    expect(await folders.get(folderId)).not.toHaveProperty('sharedToken');
  });

  it('removes all files of a folder and keeps its results, but not while an analysis is at work', async () => {
    const { folders, media, analyses } = store();
    const { folderId = '', analysisId = '' } = await one();
    const known = await analyses.get(analysisId);
    if (!known) throw new Error('no analysis');
    const working = { ...known, analysisId: `${analysisId} again`, state: 'PROCESSING' as const };
    await analyses.add([working]);
    expect(await media.clear(folderId, T0 + 1)).toBe('busy');
    expect(await media.listByFolders([folderId])).toHaveLength(1);
    await analyses.finish(
      working.analysisId,
      {
        state: 'FINISHED',
        resolution: 'SUCCESS',
        resultsData: null,
        resultsMedia: [
          {
            mediaId: known.sourceMediaIds[0] ?? '',
            resolution: 'SUCCESS',
            resultsData: {},
            bestShot: { staticName: 'best.jpg', frameIndex: 0 },
          },
        ],
        errorMessage: null,
      },
      T0 + 2,
    );
    const [file] = await media.listByFolders([folderId]);
    expect(await media.clear(folderId, T0 + 3)).toEqual([file?.staticName, 'best.jpg']);
    expect([await media.listByFolders([folderId]), (await folders.get(folderId))?.timeCleared]).toEqual([
      [],
      T0 + 3,
    ]);
    expect(await analyses.listByFolders([folderId])).toHaveLength(2);
    if (file) await media.add(folderId, [file], 10);
    expect(await folders.get(folderId)).not.toHaveProperty('timeCleared');
  });

  it('lists the analyses of one call in the order they were asked for', async () => {
    const { analyses } = store();
    const { folderId = '', analysisId = '' } = await one();
    const known = await analyses.get(analysisId);
    if (!known) throw new Error('no analysis');
    const ids = ['9', '1', '5', '3'];
    await analyses.add(ids.map((id) => ({ ...known, analysisId: id, timeCreated: T0 * 2 })));
    const listed = (await analyses.listByFolders([folderId])).map((analysis) => analysis.analysisId);
    expect(listed).toEqual([analysisId, ...ids]);
  });
}
