/** Which of the 478 face points the outputs of one refined region stand for. */
export interface RefinedRegion {
  /** Point index for each (x, y) pair of the region's output, in order. */
  readonly points: readonly number[];
  /** Mesh points whose mean depth becomes the depth of all points of the region; absent: depth stays. */
  readonly depthFrom?: readonly number[];
}

/**
 * Index tables of the attention mesh. Left and right follow the model's own names for its outputs; its "left" eye is
 * points 33, 7, 163 …, the one on the left of an unmirrored picture.
 */
export interface RefinementTables {
  readonly lips: RefinedRegion;
  readonly leftEye: RefinedRegion;
  readonly rightEye: RefinedRegion;
  readonly leftIris: RefinedRegion;
  readonly rightIris: RefinedRegion;
}
