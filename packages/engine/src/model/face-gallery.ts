/** Faces of a collection in memory that threads share; `count` of them are in use. */
export interface GalleryChunk {
  /** One after the other, each of length 1; over a SharedArrayBuffer. */
  readonly faces: Float32Array;
  readonly count: number;
  /** Whose face each is. */
  readonly owners: readonly GalleryOwner[];
}

export interface GalleryOwner {
  readonly personId: string;
  readonly personImageId: string;
}

/** A collection as it stood when it was opened. */
export interface GalleryCollection {
  readonly collectionId: string;
  readonly alias: string;
  readonly chunks: readonly GalleryChunk[];
  /** Faces that another model described, which therefore cannot be searched. */
  readonly foreign: number;
}

/** The faces an analysis of type COLLECTION is searched in. */
export interface FaceGallery {
  /**
   * The collection's faces by this model; undefined if there is no such collection.
   * @throws the signal's reason
   */
  open(collectionId: string, model: string, signal: AbortSignal): Promise<GalleryCollection | undefined>;
}
