import type { FaceTemplate } from './face-template.ts';
import type { MetaData } from './records.ts';

/** Collections of known persons that faces are searched in (1:N). Times are milliseconds since the epoch. */
export interface CollectionRecord {
  readonly collectionId: string;
  readonly companyId: string;
  /** Name within its company; matches are reported with it. */
  readonly alias: string;
  readonly metaData: MetaData;
  readonly timeCreated: number;
  readonly timeUpdated: number;
}

export interface PersonRecord {
  readonly personId: string;
  readonly collectionId: string;
  readonly metaData: MetaData;
  readonly timeCreated: number;
  readonly timeUpdated: number;
}

/** A picture of a person; its file lies in the blob store under the collection's id. */
export interface PersonImageRecord {
  readonly personImageId: string;
  readonly personId: string;
  readonly collectionId: string;
  readonly originalName: string;
  readonly staticName: string;
  readonly tags: readonly string[];
  readonly timeCreated: number;
}

export interface NewPersonImage extends PersonImageRecord {
  readonly template: FaceTemplate;
}

/** A stored face as the search needs it. */
export interface StoredFace extends FaceTemplate {
  readonly personImageId: string;
  readonly personId: string;
  /** The collection's revision it came with. */
  readonly revision: number;
}

/** How far a collection has moved on: faces come with rising revisions, and a removal has one of its own. */
export interface CollectionState {
  readonly collectionId: string;
  readonly alias: string;
  readonly revision: number;
  /** Revision of the last removal of a face; 0 if there was none. */
  readonly removalRevision: number;
}

/** Place in the order of `faces`: after this one. */
export interface FacePlace {
  readonly revision: number;
  readonly personImageId: string;
}

/** Comes after every id of its revision, in whatever order a database has letters: ids are made of hexadecimal digits. */
export const LAST_FACE_ID = 'g';

export interface CollectionStore {
  /** False, and nothing written, if the company has one of this alias. */
  create(collection: CollectionRecord): Promise<boolean>;
  get(collectionId: string): Promise<CollectionRecord | undefined>;
  /** Those of a company, or of all; oldest first. */
  list(companyId: string | undefined): Promise<readonly CollectionRecord[]>;
  setMetaData(collectionId: string, metaData: MetaData, now: number): Promise<void>;
  /** Removes the collection with persons, pictures and faces. False if there was none. */
  delete(collectionId: string): Promise<boolean>;
  /** Writes the person and the pictures in one transaction. False, and nothing written, if the collection is gone. */
  addPerson(person: PersonRecord, images: readonly NewPersonImage[]): Promise<boolean>;
  /** False, and nothing written, if the person is gone. */
  addImages(person: PersonRecord, images: readonly NewPersonImage[]): Promise<boolean>;
  getPerson(personId: string): Promise<PersonRecord | undefined>;
  /** Oldest first. */
  listPersons(
    collectionId: string,
    page: { readonly limit: number; readonly offset: number },
  ): Promise<readonly PersonRecord[]>;
  setPersonMetaData(personId: string, metaData: MetaData, now: number): Promise<void>;
  deletePerson(personId: string): Promise<boolean>;
  listImages(personIds: readonly string[]): Promise<readonly PersonImageRecord[]>;
  deleteImage(personImageId: string): Promise<boolean>;
  /** Names of all files of a collection. */
  fileNames(collectionId: string): Promise<readonly string[]>;
  /** Undefined if there is no such collection. */
  state(collectionId: string): Promise<CollectionState | undefined>;
  /** Faces in the order they came, at most `limit`, after a place. */
  faces(collectionId: string, after: FacePlace, limit: number): Promise<readonly StoredFace[]>;
}
