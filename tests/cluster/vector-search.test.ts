import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { NewPersonImage, PersonRecord } from '../../packages/engine/src/model/collections.ts';
import type { FaceSearch } from '../../packages/engine/src/model/face-search.ts';
import type { Store } from '../../packages/engine/src/model/store.ts';
import { openPostgresStore } from '../../packages/engine/src/store/postgres-store.ts';
import { type PgvectorServer, startPgvector } from '../support/cluster/pgvector-server.ts';
import { databaseOf, newDatabase } from '../support/cluster/postgres-server.ts';

const never = new AbortController().signal;
const log = pino({ level: 'silent' });
const LENGTH = 16;
const MODEL = 'm 1';

/** A generator of the same faces each time: Park and Miller's. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  };
}

function face(next: () => number): Float32Array {
  const raw = Float32Array.from({ length: LENGTH }, next);
  const size = Math.hypot(...raw);
  return raw.map((value) => value / size);
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}

describe('search by pgvector', () => {
  let server: PgvectorServer;
  let store: Store;
  let search: FaceSearch;
  beforeAll(async () => {
    server = await startPgvector();
    // The extension comes after the tables and the first faces, as where a database is upgraded.
    const before = await openPostgresStore({ url: server.url, shared: true, log });
    expect(before.faceSearch).toBeUndefined();
    await before.close();
    await server.run('create extension vector');
    store = await openPostgresStore({ url: server.url, shared: true, log });
    if (store.faceSearch === undefined) throw new Error('pgvector was not noticed');
    search = store.faceSearch;
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
  });

  async function collectionOf(count: number, seed: number, model = MODEL) {
    const time = { timeCreated: 1, timeUpdated: 1 };
    const collectionId = randomUUID();
    await store.collections.create({
      collectionId,
      companyId: 'c',
      alias: collectionId,
      metaData: {},
      ...time,
    });
    const person: PersonRecord = { personId: randomUUID(), collectionId, metaData: {}, ...time };
    const next = numbers(seed);
    const images = Array.from({ length: count }, () => imageOf(person, face(next), model));
    await store.collections.addPerson(person, images);
    return { collectionId, person, images };
  }

  function imageOf(
    { personId, collectionId }: PersonRecord,
    embedding: Float32Array,
    model = MODEL,
  ): NewPersonImage {
    const personImageId = randomUUID();
    const names = { originalName: 'p.jpg', staticName: `${personImageId}.jpg`, tags: [], timeCreated: 1 };
    return { personImageId, personId, collectionId, ...names, template: { model, embedding } };
  }

  it('finds what comparing every face finds, in the same order, over more pages than one', async () => {
    const { collectionId, person, images } = await collectionOf(1_200, 7);
    // Two searches at once fill the vectors once.
    const surveys = await Promise.all([1, 2].map(() => search.survey(collectionId, MODEL, never)));
    expect(surveys).toEqual([1, 2].map(() => ({ alias: collectionId, foreign: 0 })));
    const probe = face(numbers(99));
    const likeness = new Map(
      images.map(({ personImageId, template }) => [personImageId, cosine(probe, template.embedding)]),
    );
    const expected = [...likeness].sort(([, a], [, b]) => b - a).slice(0, 40);
    const found = await search.nearest({ collectionId, model: MODEL, probe, count: 40 });
    expect(found.map(({ personImageId }) => personImageId)).toEqual(expected.map(([id]) => id));
    for (const one of found) {
      expect(one.personId).toBe(person.personId);
      expect(one.likeness).toBeCloseTo(likeness.get(one.personImageId) ?? Number.NaN, 5);
    }
  });

  it('knows faces that came later and forgets those that were removed', async () => {
    const { collectionId, person, images } = await collectionOf(3, 11);
    await search.survey(collectionId, MODEL, never);
    const probe = face(numbers(5));
    const late = imageOf(person, probe);
    await store.collections.addImages(person, [late]);
    await store.collections.deleteImage(images[0]?.personImageId ?? '');
    await search.survey(collectionId, MODEL, never);
    const ids = async () =>
      (await search.nearest({ collectionId, model: MODEL, probe, count: 10 })).map(
        (one) => one.personImageId,
      );
    expect((await ids())[0]).toBe(late.personImageId);
    expect(new Set(await ids())).toEqual(
      new Set([late, images[1], images[2]].map((one) => one?.personImageId)),
    );
    await store.collections.deletePerson(person.personId);
    expect(await ids()).toEqual([]);
    await store.collections.delete(collectionId);
    expect(await search.survey(collectionId, MODEL, never)).toBeUndefined();
  });

  it('keeps faces of another model out, whatever their length, and counts them', async () => {
    const { collectionId, person, images } = await collectionOf(2, 13);
    await store.collections.addImages(person, [imageOf(person, Float32Array.of(1, 0), 'older')]);
    expect(await search.survey(collectionId, MODEL, never)).toMatchObject({ foreign: 1 });
    const found = await search.nearest({ collectionId, model: MODEL, probe: face(numbers(3)), count: 10 });
    expect(found).toHaveLength(images.length);
  });

  it('goes on where a process ended in the middle of a revision', async () => {
    const { collectionId, images } = await collectionOf(20, 19);
    await search.survey(collectionId, MODEL, never);
    const [last = ''] = images
      .map(({ personImageId }) => personImageId)
      .sort()
      .slice(9);
    await server.run(`
      update face_vector_place set person_image_id = '${last}' where collection_id = '${collectionId}';
      delete from face_vector where collection_id = '${collectionId}' and person_image_id > '${last}';
    `);
    await search.survey(collectionId, MODEL, never);
    const query = { collectionId, model: MODEL, probe: face(numbers(3)), count: 30 };
    expect(await search.nearest(query)).toHaveLength(images.length);
  });

  it('stops filling when it is told to', async () => {
    const { collectionId } = await collectionOf(2, 17);
    const stopped = search.survey(collectionId, MODEL, AbortSignal.abort());
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(await search.survey(collectionId, MODEL, never)).toMatchObject({ foreign: 0 });
  });
});

describe('PostgreSQL without pgvector', () => {
  it('leaves the comparing to the worker', async () => {
    const { url, drop } = databaseOf(inject('postgres'), await newDatabase(inject('postgres')));
    const store = await openPostgresStore({ url, shared: true, log });
    expect(store.faceSearch).toBeUndefined();
    await store.close();
    await drop();
  });
});
