import { type Kysely, sql, type Transaction } from 'kysely';
import { LAST_FACE_ID } from '../model/collections.ts';
import type { FaceQuery, FaceSearch, NearFace } from '../model/face-search.ts';
import { toStoredFace } from './collection-rows.ts';
import { facesAfter } from './faces-after.ts';
import type { Schema } from './schema.ts';
import type { SqlDialect } from './sql-dialect.ts';

/** Faces turned into vectors in one transaction: one to two megabytes. Ours, 2026-11-22. */
const PAGE = 500;

/**
 * Search by pgvector (https://github.com/pgvector/pgvector, operator `<=>`: 1 - cosine), where whoever runs the database
 * has installed it with `create extension vector`; undefined elsewhere. Vectors stand in tables of their own, which the
 * first search after an enrolment fills, so that the extension may come later than the faces. There is no approximate
 * index: every face is compared.
 */
export async function openVectorSearch(
  db: Kysely<Schema>,
  dialect: SqlDialect,
): Promise<FaceSearch | undefined> {
  const { rows } = await sql<{ there: boolean }>`select to_regtype('vector') is not null as there`.execute(
    db,
  );
  if (rows[0]?.there !== true) return undefined;
  await db.transaction().execute((trx) => makeTables(trx, dialect));
  return {
    async survey(collectionId, model, signal) {
      const stand = await standOf(db, collectionId);
      if (stand === undefined) return undefined;
      let filled = stand.filled >= stand.revision;
      while (!filled) {
        signal.throwIfAborted();
        filled = await db.transaction().execute(async (trx) => {
          await dialect.serialise(trx, [`face_vector ${collectionId}`]);
          return fillPage(trx, collectionId, stand.revision);
        });
      }
      const { rows: counted } = await sql<{ foreign: string }>`
        select count(*) as foreign from face_vector where collection_id = ${collectionId} and model <> ${model}
      `.execute(db);
      return { alias: stand.alias, foreign: Number(counted[0]?.foreign ?? 0) };
    },
    nearest: (query) => nearest(db, query),
  };
}

async function makeTables(trx: Transaction<Schema>, dialect: SqlDialect): Promise<void> {
  // Two processes that start at once would both find no table.
  await dialect.serialise(trx, ['face_vector tables']);
  await sql`
    create table if not exists face_vector (
      person_image_id text primary key references person_image (person_image_id) on delete cascade,
      collection_id text not null,
      person_id text not null,
      model text not null,
      face vector not null
    )
  `.execute(trx);
  await sql`create index if not exists face_vector_collection on face_vector (collection_id, model)`.execute(
    trx,
  );
  await sql`
    create table if not exists face_vector_place (
      collection_id text primary key references collection (collection_id) on delete cascade,
      revision bigint not null,
      person_image_id text not null
    )
  `.execute(trx);
}

interface Stand {
  readonly alias: string;
  readonly revision: number;
  /** Up to which revision all faces have vectors. */
  readonly filled: number;
}

async function standOf(db: Kysely<Schema>, collectionId: string): Promise<Stand | undefined> {
  const { rows } = await sql<{ alias: string; revision: string; filled: string }>`
    select c.alias, c.revision, case p.person_image_id
      when ${LAST_FACE_ID} then p.revision
      -- Filling ended in the middle of this revision, or is there just now.
      else coalesce(p.revision - 1, 0)
    end as filled
    from collection c left join face_vector_place p on p.collection_id = c.collection_id
    where c.collection_id = ${collectionId}
  `.execute(db);
  const [row] = rows;
  return row && { alias: row.alias, revision: Number(row.revision), filled: Number(row.filled) };
}

/** Gives a page of faces their vectors. @returns whether it was the last one up to the revision. */
async function fillPage(trx: Transaction<Schema>, collectionId: string, revision: number): Promise<boolean> {
  const { rows: places } = await sql<{ revision: string; person_image_id: string }>`
    select revision, person_image_id from face_vector_place where collection_id = ${collectionId}
  `.execute(trx);
  const place = {
    revision: Number(places[0]?.revision ?? 0),
    personImageId: places[0]?.person_image_id ?? '',
  };
  // A face that is removed meanwhile waits, and takes its vector with it.
  const page = await facesAfter(trx, collectionId, place).limit(PAGE).forKeyShare().execute();
  const faces = page.map(toStoredFace);
  await sql`
    insert into face_vector (person_image_id, collection_id, person_id, model, face)
    select image, ${collectionId}::text, person, model, face::vector from unnest(
      ${faces.map(({ personImageId }) => personImageId)}::text[],
      ${faces.map(({ personId }) => personId)}::text[],
      ${faces.map(({ model }) => model)}::text[],
      ${faces.map(({ embedding }) => literalOf(embedding))}::text[]
    ) as page (image, person, model, face)
    on conflict do nothing
  `.execute(trx);
  const last = faces.at(-1);
  const done = faces.length < PAGE;
  const reached =
    last === undefined || (done && last.revision <= revision)
      ? { revision: Math.max(revision, place.revision), id: LAST_FACE_ID }
      : { revision: last.revision, id: last.personImageId };
  await sql`
    insert into face_vector_place (collection_id, revision, person_image_id)
    select collection_id, ${reached.revision}::bigint, ${reached.id}::text from collection
    where collection_id = ${collectionId}
    on conflict (collection_id) do update
    set revision = excluded.revision, person_image_id = excluded.person_image_id
  `.execute(trx);
  return done;
}

async function nearest(
  db: Kysely<Schema>,
  { collectionId, model, probe, count }: FaceQuery,
): Promise<readonly NearFace[]> {
  const face = literalOf(probe);
  const { rows } = await sql<{ person_image_id: string; person_id: string; likeness: number }>`
    select person_image_id, person_id, 1 - (face <=> ${face}::vector) as likeness
    from face_vector
    where collection_id = ${collectionId} and model = ${model}
    order by face <=> ${face}::vector
    limit ${count}
  `.execute(db);
  return rows.map(({ person_image_id, person_id, likeness }) => ({
    personImageId: person_image_id,
    personId: person_id,
    likeness,
  }));
}

/** As pgvector reads it; every float is written out so that it comes back the same. */
function literalOf(face: Float32Array): string {
  return `[${face.join(',')}]`;
}
