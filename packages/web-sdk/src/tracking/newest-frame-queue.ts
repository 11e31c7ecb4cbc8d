import type { CapturedFrame } from '../model/face-tracker.ts';

/** One frame in work, at most one waiting; a newer one takes the waiting one's place. */
export interface NewestFrameQueue {
  push(frame: CapturedFrame): void;
  /** The frame in work is finished; the waiting one, if any, is sent. */
  done(): void;
  readonly skipped: number;
  /** Closes the waiting frame and everything pushed from now on. */
  close(): void;
}

export function newestFrameQueue(send: (frame: CapturedFrame) => void): NewestFrameQueue {
  let waiting: CapturedFrame | undefined;
  let busy = false;
  let open = true;
  let skipped = 0;
  return {
    push: (frame) => {
      if (!open) return frame.picture.close();
      if (busy) {
        if (waiting !== undefined) {
          waiting.picture.close();
          skipped += 1;
        }
        waiting = frame;
        return;
      }
      busy = true;
      send(frame);
    },
    done: () => {
      const frame = waiting;
      waiting = undefined;
      if (frame === undefined) busy = false;
      else send(frame);
    },
    get skipped() {
      return skipped;
    },
    close: () => {
      open = false;
      waiting?.picture.close();
      waiting = undefined;
    },
  };
}
