/** Bounds both sides keep to. The adapter enforces them; the browser stays below them. */
export const LIMITS = {
  /** Bytes of one container; Oz attachments are 10 MiB each and a capture holds at most ten. */
  maxContainerBytes: 64 * 1024 * 1024,
  /** Bytes of one file inside a container (a lossless 1080p frame fits). */
  maxFileBytes: 10 * 1024 * 1024,
  /** Sum of all uncompressed files of a container. Frames are stored, so this is near the container's own size. */
  maxUnpackedBytes: 64 * 1024 * 1024,
  /** Entries in a container: frames, best shots, photos, manifest and signature together. */
  maxEntries: 1200,
  maxFramesPerAction: 150,
  maxActions: 8,
  /** Width or height of a frame in pixels; a larger one is a pixel flood. */
  maxFrameSidePx: 4096,
  maxManifestBytes: 2 * 1024 * 1024,
  maxTelemetryBytes: 64 * 1024,
  maxJsonBytes: 256 * 1024,
  /** Values of `open({ meta })`. */
  maxMetaKeys: 50,
  maxMetaValueLength: 1000,
  /** Seconds `result.php?wait=` may hold a request. */
  maxWaitSeconds: 25,
} as const;
