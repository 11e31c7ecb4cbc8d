import type { Kysely } from 'kysely';
import type { CollectionStore, NewPersonImage, PersonRecord } from '../model/collections.ts';
import {
  fromCollection,
  fromPerson,
  fromPersonImage,
  toCollection,
  toPerson,
  toPersonImage,
  toStoredFace,
} from './collection-rows.ts';
import { facesAfter } from './faces-after.ts';
import type { Schema } from './schema.ts';

type Faces = Pick<CollectionStore, 'listImages' | 'deleteImage' | 'fileNames' | 'state' | 'faces'>;
type Persons = Pick<
  CollectionStore,
  'addPerson' | 'addImages' | 'getPerson' | 'listPersons' | 'setPersonMetaData' | 'deletePerson'
>;

export function createCollectionStore(db: Kysely<Schema>): CollectionStore {
  return {
    async create(collection) {
      const done = await db
        .insertInto('collection')
        .values(fromCollection(collection))
        .onConflict((conflict) => conflict.columns(['company_id', 'alias']).doNothing())
        .executeTakeFirst();
      return done.numInsertedOrUpdatedRows === 1n;
    },
    async get(collectionId) {
      const row = await db
        .selectFrom('collection')
        .selectAll()
        .where('collection_id', '=', collectionId)
        .executeTakeFirst();
      return row && toCollection(row);
    },
    async list(companyId) {
      const all = db.selectFrom('collection').selectAll();
      const select = companyId === undefined ? all : all.where('company_id', '=', companyId);
      return (await select.orderBy('time_created').orderBy('collection_id').execute()).map(toCollection);
    },
    async setMetaData(collectionId, metaData, now) {
      await db
        .updateTable('collection')
        .set({ meta_data: JSON.stringify(metaData), time_updated: now })
        .where('collection_id', '=', collectionId)
        .execute();
    },
    async delete(collectionId) {
      const done = await db
        .deleteFrom('collection')
        .where('collection_id', '=', collectionId)
        .executeTakeFirst();
      return done.numDeletedRows > 0n;
    },
    ...persons(db),
    ...faces(db),
  };
}

function persons(db: Kysely<Schema>): Persons {
  return {
    addPerson: (person, images) =>
      db.transaction().execute(async (trx) => {
        const revision = await nextRevision(trx, person.collectionId, false);
        if (revision === undefined) return false;
        await trx.insertInto('person').values(fromPerson(person)).execute();
        await insertImages(trx, images, revision);
        return true;
      }),
    addImages: (person, images) => db.transaction().execute((trx) => addImages(trx, person, images)),
    async getPerson(personId) {
      const row = await db
        .selectFrom('person')
        .selectAll()
        .where('person_id', '=', personId)
        .executeTakeFirst();
      return row && toPerson(row);
    },
    async listPersons(collectionId, { limit, offset }) {
      const rows = await db
        .selectFrom('person')
        .selectAll()
        .where('collection_id', '=', collectionId)
        .orderBy('time_created')
        .orderBy('person_id')
        .limit(limit)
        .offset(offset)
        .execute();
      return rows.map(toPerson);
    },
    async setPersonMetaData(personId, metaData, now) {
      await db
        .updateTable('person')
        .set({ meta_data: JSON.stringify(metaData), time_updated: now })
        .where('person_id', '=', personId)
        .execute();
    },
    deletePerson: (personId) =>
      db.transaction().execute(async (trx) => {
        const person = await trx
          .deleteFrom('person')
          .where('person_id', '=', personId)
          .returning('collection_id')
          .executeTakeFirst();
        if (person) await nextRevision(trx, person.collection_id, true);
        return person !== undefined;
      }),
  };
}

function faces(db: Kysely<Schema>): Faces {
  return {
    async listImages(personIds) {
      if (personIds.length === 0) return [];
      const rows = await db
        .selectFrom('person_image')
        .selectAll()
        .where('person_id', 'in', personIds)
        .orderBy('time_created')
        .orderBy('person_image_id')
        .execute();
      return rows.map(toPersonImage);
    },
    deleteImage: (personImageId) =>
      db.transaction().execute(async (trx) => {
        const image = await trx
          .deleteFrom('person_image')
          .where('person_image_id', '=', personImageId)
          .returning('collection_id')
          .executeTakeFirst();
        if (image) await nextRevision(trx, image.collection_id, true);
        return image !== undefined;
      }),
    async fileNames(collectionId) {
      const rows = await db
        .selectFrom('person_image')
        .select('static_name')
        .where('collection_id', '=', collectionId)
        .execute();
      return rows.map((row) => row.static_name);
    },
    async state(collectionId) {
      const row = await db
        .selectFrom('collection')
        .select(['alias', 'revision', 'removal_revision'])
        .where('collection_id', '=', collectionId)
        .executeTakeFirst();
      if (!row) return undefined;
      const { alias, revision, removal_revision } = row;
      return {
        collectionId,
        alias,
        revision: Number(revision),
        removalRevision: Number(removal_revision),
      };
    },
    async faces(collectionId, after, limit) {
      const rows = await facesAfter(db, collectionId, after).limit(limit).execute();
      return rows.map(toStoredFace);
    },
  };
}

async function addImages(
  db: Kysely<Schema>,
  { personId, collectionId }: PersonRecord,
  images: readonly NewPersonImage[],
): Promise<boolean> {
  const person = await db
    .selectFrom('person')
    .select('person_id')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  const revision = person && (await nextRevision(db, collectionId, false));
  if (revision === undefined) return false;
  await insertImages(db, images, revision);
  return true;
}

async function insertImages(
  db: Kysely<Schema>,
  images: readonly NewPersonImage[],
  revision: number,
): Promise<void> {
  if (images.length === 0) return;
  const rows = images.map((image) => fromPersonImage(image, revision));
  await db.insertInto('person_image').values(rows).execute();
}

/** Moves the collection on; whoever writes next waits for the end of this transaction. */
async function nextRevision(
  db: Kysely<Schema>,
  collectionId: string,
  removal: boolean,
): Promise<number | undefined> {
  const row = await db
    .updateTable('collection')
    .set((from) => ({
      revision: from('revision', '+', 1),
      ...(removal ? { removal_revision: from('revision', '+', 1) } : {}),
    }))
    .where('collection_id', '=', collectionId)
    .returning('revision')
    .executeTakeFirst();
  return row && Number(row.revision);
}
