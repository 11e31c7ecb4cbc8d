import { CaptureError } from '../model/capture-error.ts';
import { endOnce } from './end-once.ts';

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
  const { slowAfterMs, signal } = options;
  return endOnce(signal, (ending) => {
    const limitMs = 2 * slowAfterMs;
    const slow = setTimeout(() => options.onSlow(), slowAfterMs);
    const late = setTimeout(() => ending.reject(timeout(limitMs)), limitMs);
    ask().then((stream) => {
      if (ending.over) stopStream(stream);
      else ending.resolve(stream);
    }, ending.reject);
    return () => {
      clearTimeout(slow);
      clearTimeout(late);
    };
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
