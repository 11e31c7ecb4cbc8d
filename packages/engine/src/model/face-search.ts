/** Whose face it is. */
export interface FaceOwner {
  readonly personId: string;
  readonly personImageId: string;
}

export interface NearFace extends FaceOwner {
  /** Cosine, -1..1. */
  readonly likeness: number;
}

export interface FaceQuery {
  readonly collectionId: string;
  /** Faces that another model described are not compared. */
  readonly model: string;
  /** The face that is looked for, of length 1. */
  readonly probe: Float32Array;
  /** How many faces are wanted, at most. */
  readonly count: number;
}

/** A database that compares faces itself: exact cosine, no approximate index. */
export interface FaceSearch {
  /**
   * Makes every face of the collection ready to be compared and counts those of other models. Undefined if there is no
   * such collection.
   * @throws the signal's reason
   */
  survey(
    collectionId: string,
    model: string,
    signal: AbortSignal,
  ): Promise<{ readonly alias: string; readonly foreign: number } | undefined>;
  /** The most alike faces, best first. */
  nearest(query: FaceQuery): Promise<readonly NearFace[]>;
}
