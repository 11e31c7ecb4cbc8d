import type { FaceOwner, NearFace } from './face-search.ts';

/** Faces of a collection in memory that threads share; `count` of them are in use. */
export interface GalleryChunk {
  /** One after the other, each of length 1; over a SharedArrayBuffer. */
  readonly faces: Float32Array;
  readonly count: number;
  /** Whose face each is. */
  readonly owners: readonly FaceOwner[];
}

interface OpenedCollection {
  readonly collectionId: string;
  readonly alias: string;
  /** Faces that another model described, which therefore cannot be searched. */
  readonly foreign: number;
}

/** A collection as it stood when it was opened, to be searched by the caller. */
export interface ResidentCollection extends OpenedCollection {
  readonly kind: 'resident';
  readonly chunks: readonly GalleryChunk[];
}

/** A collection that its database searches. */
export interface SearchedCollection extends OpenedCollection {
  readonly kind: 'searched';
  /** The faces most like a probe of length 1, at most `count`, best first. */
  nearest(probe: Float32Array, count: number): Promise<readonly NearFace[]>;
}

export type GalleryCollection = ResidentCollection | SearchedCollection;

/** The faces an analysis of type COLLECTION is searched in. */
export interface FaceGallery<Kind extends GalleryCollection = GalleryCollection> {
  /**
   * The collection's faces by this model; undefined if there is no such collection.
   * @throws the signal's reason
   */
  open(collectionId: string, model: string, signal: AbortSignal): Promise<Kind | undefined>;
}
