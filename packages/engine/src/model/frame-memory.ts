/** Perceptual hashes of the frames of one past media, 256 bits in hex each, the coarsest 64 first. */
export type PastFrames = readonly string[];

/** What the frames of every capture looked like, to find them again in another encoding. */
export interface FrameMemory {
  /**
   * Keeps the hashes of a media's frames and gives those of media of other folders that came before it and have a frame
   * that may be the same.
   */
  recall(mediaId: string, hashes: readonly string[]): Promise<readonly PastFrames[]>;
}

/** How the hashes are kept. */
export interface FrameHashStore {
  /** Keeps these in place of whatever was kept of the media; nothing, if the media is gone. */
  keep(mediaId: string, hashes: readonly string[]): Promise<void>;
  /**
   * Media of other folders, uploaded since a time and before this one, with a frame whose first 64 bits are among `keys`;
   * those with the most such frames first.
   *
   * @param keys 16 hex digits each.
   */
  earlier(mediaId: string, query: EarlierQuery): Promise<readonly PastFrames[]>;
  /** Forgets what was uploaded before a time. */
  forgetBefore(time: number): Promise<void>;
}

export interface EarlierQuery {
  readonly keys: readonly string[];
  readonly since: number;
  readonly limit: number;
}
