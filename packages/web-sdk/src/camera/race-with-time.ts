import { CaptureError } from '../model/capture-error.ts';

export interface RaceOptions {
  /** Milliseconds until `onSlow`; after twice that the race is lost. */
  readonly slowAfterMs: number;
  readonly signal: AbortSignal;
  onSlow(): void;
}

/**
 * Whoever loses the race must not leave a camera running: a stream that arrives too late is stopped.
 *
 * @throws CaptureError `camera_timeout`, what `ask` throws, or the signal's reason.
 */
export function raceWithTime(options: RaceOptions, ask: () => Promise<MediaStream>): Promise<MediaStream> {
  return new Promise((resolve, reject) => {
    let over = false;
    const finish = (act: () => void) => {
      if (over) return;
      over = true;
      clearTimeout(slow);
      clearTimeout(late);
      options.signal.removeEventListener('abort', onAbort);
      act();
    };
    const onAbort = () => finish(() => reject(options.signal.reason));
    const limitMs = 2 * options.slowAfterMs;
    const slow = setTimeout(() => options.onSlow(), options.slowAfterMs);
    const late = setTimeout(() => finish(() => reject(timeout(limitMs))), limitMs);
    options.signal.addEventListener('abort', onAbort);
    ask().then(
      (stream) => {
        if (over) stopStream(stream);
        finish(() => resolve(stream));
      },
      (thrown: unknown) => finish(() => reject(thrown)),
    );
  });
}

export function stopStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function timeout(limitMs: number): CaptureError {
  return new CaptureError(
    'camera_timeout',
    `The camera did not start within ${Math.round(limitMs / 1000)} s; the person has not answered the browser's question, or the device is stuck.`,
  );
}
