import type { CollectionRecord, PersonImageRecord, PersonRecord } from '../model/collections.ts';
import { epochSeconds } from './epoch-seconds.ts';
import type { Links } from './links.ts';

export function collectionView(collection: CollectionRecord) {
  return {
    collection_id: collection.collectionId,
    company_id: collection.companyId,
    alias: collection.alias,
    meta_data: collection.metaData,
    technical_meta_data: {},
    time_created: epochSeconds(collection.timeCreated),
    time_updated: epochSeconds(collection.timeUpdated),
  };
}

export function personView(person: PersonRecord, images: readonly PersonImageRecord[], links: Links) {
  return {
    person_id: person.personId,
    collection_id: person.collectionId,
    meta_data: person.metaData,
    technical_meta_data: {},
    images: images
      .filter(({ personId }) => personId === person.personId)
      .map((image) => personImageView(image, links)),
    time_created: epochSeconds(person.timeCreated),
    time_updated: epochSeconds(person.timeUpdated),
  };
}

export function personImageView(image: PersonImageRecord, links: Links) {
  return {
    person_image_id: image.personImageId,
    person_id: image.personId,
    collection_id: image.collectionId,
    original_name: image.originalName,
    original_url: links.media(image.collectionId, image.staticName),
    tags: image.tags,
    time_created: epochSeconds(image.timeCreated),
  };
}
