import type { Readable } from 'node:stream';

/** An upload that lies beside the store and belongs to no folder yet. Either committed or discarded. */
export interface StagedBlob {
  readonly id: string;
  /** Absolute path of the file on local disk. */
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** The first 16 bytes, for recognising the format. */
  readonly head: Uint8Array;
}

export interface StageOptions {
  readonly maxBytes: number;
  /** What the file is called in error messages. */
  readonly label: string;
  readonly signal: AbortSignal;
}

/** A blob as a local file. `release` when done: a remote store may have fetched it for this use. */
export interface LocalBlob {
  readonly path: string;
  release(): Promise<void>;
}

/** A folder of the store with what lies in it. */
export interface BlobFolder {
  readonly folderId: string;
  /** `modifiedAt`: when it was stored, in milliseconds since the epoch. */
  readonly files: readonly { readonly name: string; readonly modifiedAt: number }[];
}

/** Media bytes by folder and unguessable file name. Nothing here ever lists a folder to a client. */
export interface BlobStore {
  /**
   * Streams an upload to disk, counting and hashing on the way.
   * @throws EngineError `file_too_large`, `storage_full`, `storage_failed`, `upload_aborted`
   */
  stage(source: Readable, options: StageOptions): Promise<StagedBlob>;
  /** Moves a staged file into a folder; atomic and durable. */
  commit(staged: StagedBlob, folderId: string, name: string): Promise<void>;
  discard(staged: StagedBlob): Promise<void>;
  /** Writes bytes made by the engine itself (best shots); atomic and durable. */
  write(folderId: string, name: string, bytes: Uint8Array): Promise<void>;
  /** Undefined if there is no such blob. */
  local(folderId: string, name: string): Promise<LocalBlob | undefined>;
  remove(folderId: string, name: string): Promise<void>;
  removeFolder(folderId: string): Promise<void>;
  /** Every folder that holds bytes; for the sweep at start. */
  folderIds(): Promise<readonly string[]>;
  /** Every folder with its files, one after the other and never all in memory; for the sweep of a running engine. */
  walk(): AsyncIterable<BlobFolder>;
  /** Rejects if nothing can be written. */
  ping(): Promise<void>;
}

/** Reads single frames out of a shot-set zip. */
export interface FrameReader {
  /** Number of frames; 0 if the file cannot be read as a zip. Reads the directory only. */
  count(path: string): Promise<number>;
  /** The frame at `index` (0-based, in name order); undefined if there is none or it is no JPEG or PNG. */
  read(path: string, index: number): Promise<{ bytes: Buffer; contentType: string } | undefined>;
  /** At most `count` frames spread over the shot set, in name order; what is no JPEG or PNG, or too large, is left out. */
  spread(path: string, count: number): AsyncIterable<Buffer>;
}
