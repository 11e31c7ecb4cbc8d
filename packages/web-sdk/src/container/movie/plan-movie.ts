import { CaptureError } from '../../model/capture-error.ts';
import { MOVIE_ENCODING } from './movie-encoding.data.ts';

/** What of a frame decides how its movie is made. */
export interface MovieFrame {
  /** Milliseconds; rises from frame to frame. */
  readonly timeMs: number;
  readonly width: number;
  readonly height: number;
}

/** Seconds, as the muxer counts. */
export interface SampleTime {
  readonly timestamp: number;
  readonly duration: number;
}

export interface MoviePlan {
  readonly width: number;
  readonly height: number;
  /** Bits a second. */
  readonly bitrate: number;
  /** One a frame; the first is at zero. */
  readonly samples: readonly SampleTime[];
}

/**
 * Size, bit rate and times of the movie of these frames.
 *
 * @throws CaptureError `internal_error` saying why they make no movie: none at all, or the picture changed its size on the way.
 */
export function planMovie(frames: readonly MovieFrame[], maxBytes: number): MoviePlan {
  const first = frames[0];
  if (first === undefined) throw new CaptureError('internal_error', 'there are no frames');
  const { width, height, timeMs: start } = first;
  const other = frames.find((frame) => frame.width !== width || frame.height !== height);
  if (other !== undefined)
    throw new CaptureError(
      'internal_error',
      `the picture changed from ${width} x ${height} to ${other.width} x ${other.height} on the way`,
    );
  const { lastFrameMs, bitrate, shareOfLimit } = MOVIE_ENCODING;
  const samples = frames.map(({ timeMs }, index) => {
    const until = frames[index + 1]?.timeMs ?? timeMs + lastFrameMs;
    return { timestamp: (timeMs - start) / 1000, duration: (until - timeMs) / 1000 };
  });
  const seconds = samples.reduce((sum, { duration }) => sum + duration, 0);
  const affordable = Math.floor((maxBytes * 8 * shareOfLimit) / seconds);
  return { width, height, bitrate: Math.min(bitrate, affordable), samples };
}
