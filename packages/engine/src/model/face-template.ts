/** Who a face is, and the model that says so: templates of different models cannot be compared. */
export interface FaceTemplate {
  /** Name, version and hash of the model. */
  readonly model: string;
  /** Length 1; the dot product of two is their likeness, -1..1. */
  readonly embedding: Float32Array;
}
