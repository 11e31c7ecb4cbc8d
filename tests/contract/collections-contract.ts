import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type {
  CollectionRecord,
  NewPersonImage,
  PersonRecord,
} from '../../packages/engine/src/model/collections.ts';
import type { Store } from '../../packages/engine/src/model/store.ts';

const T0 = 1_790_000_000_000;
const START = { revision: 0, personImageId: '' };

function collection(changes: Partial<CollectionRecord> = {}): CollectionRecord {
  return {
    collectionId: randomUUID(),
    companyId: 'company',
    alias: randomUUID(),
    metaData: { why: 'fraud' },
    timeCreated: T0,
    timeUpdated: T0,
    ...changes,
  };
}

function person({ collectionId }: CollectionRecord): PersonRecord {
  return {
    personId: randomUUID(),
    collectionId,
    metaData: { name: 'ü' },
    timeCreated: T0,
    timeUpdated: T0,
  };
}

function image({ personId, collectionId }: PersonRecord, first = 0.5): NewPersonImage {
  return {
    personImageId: randomUUID(),
    personId,
    collectionId,
    originalName: 'p.jpg',
    staticName: `${randomUUID()}.jpg`,
    tags: ['photo_selfie'],
    timeCreated: T0,
    template: { model: 'm 1', embedding: Float32Array.of(first, -0.25, 1e-7) },
  };
}

/** What every store must do for collections. */
export function describeCollections(store: () => Store): void {
  const made = async () => {
    const one = collection();
    await store().collections.create(one);
    const somebody = person(one);
    return { one, somebody };
  };

  it('keeps collections by company, each alias once', async () => {
    const one = collection({ alias: 'blacklist' });
    await store().collections.create(one);
    await store().collections.create(collection({ alias: 'blacklist', companyId: 'other' }));
    expect(await store().collections.create(collection({ alias: 'blacklist' }))).toBe(false);
    expect(await store().collections.get(one.collectionId)).toEqual(one);
    expect(await store().collections.list('company')).toEqual([one]);
    expect(await store().collections.list(undefined)).toHaveLength(2);
    await store().collections.setMetaData(one.collectionId, { a: 1 }, T0 + 5);
    expect(await store().collections.get(one.collectionId)).toMatchObject({
      metaData: { a: 1 },
      timeUpdated: T0 + 5,
    });
  });

  it('makes one of several collections that want the same alias at the same moment', async () => {
    const several = Array.from({ length: 5 }, () => collection({ alias: 'wanted' }));
    const made = await Promise.all(several.map((one) => store().collections.create(one)));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await store().collections.list('company')).toEqual(several.filter((_one, index) => made[index]));
  });

  it('returns persons, pictures and faces as they were written, to the last bit', async () => {
    const { one, somebody } = await made();
    const { template, ...picture } = image(somebody);
    expect(await store().collections.addPerson(somebody, [{ ...picture, template }])).toBe(true);
    expect(await store().collections.getPerson(somebody.personId)).toEqual(somebody);
    const page = { limit: 10, offset: 0 };
    expect(await store().collections.listPersons(one.collectionId, page)).toEqual([somebody]);
    expect(await store().collections.listPersons(one.collectionId, { ...page, offset: 1 })).toEqual([]);
    expect(await store().collections.listImages([somebody.personId])).toEqual([picture]);
    const { personId, personImageId } = picture;
    expect(await store().collections.faces(one.collectionId, START, 10)).toEqual([
      { personId, personImageId, revision: 1, ...template },
    ]);
  });

  it('gives faces page by page, none twice, and the new ones alone after a revision', async () => {
    const { one, somebody } = await made();
    await store().collections.addPerson(somebody, [
      image(somebody, 1),
      image(somebody, 2),
      image(somebody, 3),
    ]);
    const { collectionId } = one;
    const first = await store().collections.faces(collectionId, START, 2);
    const last = first.at(-1);
    const rest = last === undefined ? [] : await store().collections.faces(collectionId, last, 2);
    const firsts = [...first, ...rest].map(({ embedding }) => embedding[0]);
    expect(firsts.sort()).toEqual([1, 2, 3]);
    await store().collections.addImages(somebody, [image(somebody, 4)]);
    const added = await store().collections.faces(collectionId, { revision: 1, personImageId: 'g' }, 10);
    expect(added).toMatchObject([{ revision: 2, embedding: Float32Array.of(4, -0.25, 1e-7) }]);
  });

  it('tells removals from additions, and takes down all that hangs on what is removed', async () => {
    const { one, somebody } = await made();
    const { collectionId } = one;
    const state = () => store().collections.state(collectionId);
    const pictures = [image(somebody), image(somebody)];
    await store().collections.addPerson(somebody, pictures);
    expect(await state()).toMatchObject({ alias: one.alias, revision: 1, removalRevision: 0 });
    expect(await store().collections.deleteImage(pictures[0]?.personImageId ?? '')).toBe(true);
    expect(await state()).toMatchObject({ revision: 2, removalRevision: 2 });
    expect(await store().collections.deletePerson(somebody.personId)).toBe(true);
    expect(await store().collections.deletePerson(somebody.personId)).toBe(false);
    expect(await store().collections.faces(collectionId, START, 10)).toEqual([]);
    expect(await store().collections.addImages(somebody, [image(somebody)])).toBe(false);
    const other = person(one);
    await store().collections.addPerson(other, [image(other)]);
    expect(await store().collections.delete(collectionId)).toBe(true);
    expect(await store().collections.delete(collectionId)).toBe(false);
    expect(await store().collections.getPerson(other.personId)).toBeUndefined();
    expect(await store().collections.addPerson(person(one), [])).toBe(false);
    expect(await state()).toBeUndefined();
  });
}
