import type { Kysely } from 'kysely';
import type { FacePlace } from '../model/collections.ts';
import type { Schema } from './schema.ts';

/** Asks for a collection's faces in the order they came, after a place. */
export function facesAfter(db: Kysely<Schema>, collectionId: string, after: FacePlace) {
  return db
    .selectFrom('person_image')
    .select(['person_image_id', 'person_id', 'model', 'embedding', 'revision'])
    .where('collection_id', '=', collectionId)
    .where((where) =>
      where.or([
        where('revision', '>', after.revision),
        where.and([
          where('revision', '=', after.revision),
          where('person_image_id', '>', after.personImageId),
        ]),
      ]),
    )
    .orderBy('revision')
    .orderBy('person_image_id');
}
