import type { MediaRecord } from './records.ts';

/** Short films of shot sets, to be looked at by people. Made when first asked for, then kept beside the media. */
export interface Previews {
  /** Why none can be made here; undefined when they can. */
  readonly absence: string | undefined;
  /**
   * Makes the film of a shot set; done at once when somebody else is at it. False when its file holds no readable
   * frames or was deleted meanwhile.
   * @throws EngineError `busy` with too many waiting, `internal` when the program fails, `shutting_down`
   */
  make(media: MediaRecord): Promise<boolean>;
  close(): Promise<void>;
}

/** A small JPEG of a picture or of a shot set's first frame; undefined when there is no readable one. */
export type Thumbnails = (media: MediaRecord) => Promise<Buffer | undefined>;

/** Name of a shot set's film in the blob store. */
export function previewName(framesToken: string): string {
  return `${framesToken}.mp4`;
}
