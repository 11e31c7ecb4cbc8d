import type {
  CollectionRecord,
  NewPersonImage,
  PersonImageRecord,
  PersonRecord,
  StoredFace,
} from '../model/collections.ts';
import type { MetaData } from '../model/records.ts';
import type { CollectionRow, PersonImageRow, PersonRow } from './schema.ts';

/** Rows to records and back; the casts narrow JSON that only this file wrote. */

const BYTES = Float32Array.BYTES_PER_ELEMENT;

export function toCollection(row: CollectionRow): CollectionRecord {
  return {
    collectionId: row.collection_id,
    companyId: row.company_id,
    alias: row.alias,
    metaData: JSON.parse(row.meta_data) as MetaData,
    timeCreated: Number(row.time_created),
    timeUpdated: Number(row.time_updated),
  };
}

export function fromCollection(collection: CollectionRecord): CollectionRow {
  return {
    collection_id: collection.collectionId,
    company_id: collection.companyId,
    alias: collection.alias,
    meta_data: JSON.stringify(collection.metaData),
    revision: 0,
    removal_revision: 0,
    time_created: collection.timeCreated,
    time_updated: collection.timeUpdated,
  };
}

export function toPerson(row: PersonRow): PersonRecord {
  return {
    personId: row.person_id,
    collectionId: row.collection_id,
    metaData: JSON.parse(row.meta_data) as MetaData,
    timeCreated: Number(row.time_created),
    timeUpdated: Number(row.time_updated),
  };
}

export function fromPerson(person: PersonRecord): PersonRow {
  return {
    person_id: person.personId,
    collection_id: person.collectionId,
    meta_data: JSON.stringify(person.metaData),
    time_created: person.timeCreated,
    time_updated: person.timeUpdated,
  };
}

export function toPersonImage(row: PersonImageRow): PersonImageRecord {
  return {
    personImageId: row.person_image_id,
    personId: row.person_id,
    collectionId: row.collection_id,
    originalName: row.original_name,
    staticName: row.static_name,
    tags: JSON.parse(row.tags) as readonly string[],
    timeCreated: Number(row.time_created),
  };
}

export function fromPersonImage(image: NewPersonImage, revision: number): PersonImageRow {
  const { model, embedding } = image.template;
  return {
    person_image_id: image.personImageId,
    person_id: image.personId,
    collection_id: image.collectionId,
    original_name: image.originalName,
    static_name: image.staticName,
    tags: JSON.stringify(image.tags),
    model,
    embedding: Buffer.from(embedding.buffer, embedding.byteOffset, embedding.byteLength).toString('base64'),
    revision,
    time_created: image.timeCreated,
  };
}

export function toStoredFace(
  row: Pick<PersonImageRow, 'person_image_id' | 'person_id' | 'model' | 'embedding' | 'revision'>,
): StoredFace {
  const bytes = Uint8Array.from(Buffer.from(row.embedding, 'base64'));
  return {
    personImageId: row.person_image_id,
    personId: row.person_id,
    model: row.model,
    embedding: new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / BYTES)),
    revision: Number(row.revision),
  };
}
