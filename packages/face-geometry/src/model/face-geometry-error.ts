export type FaceGeometryErrorCode = 'mesh_incomplete' | 'image_malformed' | 'model_output_malformed';

/** The only error this package throws: the caller passed data of the wrong shape. */
export class FaceGeometryError extends Error {
  override readonly name = 'FaceGeometryError';
  readonly code: FaceGeometryErrorCode;

  constructor(code: FaceGeometryErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}
