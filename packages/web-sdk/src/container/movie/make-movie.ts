import { MOVIE_CODECS, type MovieCodec } from '@presence/protocol';
import {
  BufferTarget,
  getFirstEncodableVideoCodec,
  MovOutputFormat,
  Output,
  Quality,
  VideoSample,
  VideoSampleSource,
} from 'mediabunny';
import { CaptureError } from '../../model/capture-error.ts';
import { MOVIE_ENCODING } from './movie-encoding.data.ts';
import { type MovieFrame, planMovie } from './plan-movie.ts';

export interface MovieSource extends MovieFrame {
  readonly jpeg: Blob;
}

export interface Movie {
  readonly file: Blob;
  readonly codec: MovieCodec;
}

/** What this module exports. It is loaded only where the adapter is configured with `video_file_format: mov`. */
export interface MovieModule {
  makeMovie(frames: readonly MovieSource[], maxBytes: number): Promise<Movie>;
}

/**
 * A QuickTime file of these frames, each at its own time, its index in front of its pictures.
 *
 * @throws CaptureError `browser_unsupported` when this browser encodes none of the codecs, `internal_error` for frames that
 *   make no movie and a movie over `maxBytes`; what the encoder throws.
 */
export async function makeMovie(frames: readonly MovieSource[], maxBytes: number): Promise<Movie> {
  const { width, height, bitrate, samples } = planMovie(frames, maxBytes);
  const quality = new Quality({ bitrate });
  const codec = await getFirstEncodableVideoCodec([...MOVIE_CODECS], { width, height, quality });
  if (codec === null)
    throw new CaptureError('browser_unsupported', 'this browser encodes none of the codecs of a movie');
  const target = new BufferTarget();
  const output = new Output({ format: new MovOutputFormat({ fastStart: 'in-memory' }), target });
  const source = new VideoSampleSource({ codec, quality, keyFrameInterval: MOVIE_ENCODING.keyFrameSeconds });
  output.addVideoTrack(source);
  await output.start();
  try {
    for (const [index, time] of samples.entries()) {
      const jpeg = frames[index]?.jpeg;
      if (jpeg !== undefined) await addFrame(source, jpeg, time);
    }
    await output.finalize();
  } catch (thrown) {
    await output.cancel().catch(() => undefined);
    throw thrown;
  }
  const bytes = target.buffer?.byteLength ?? 0;
  if (target.buffer === null || bytes > maxBytes)
    throw new CaptureError('internal_error', `the movie has ${bytes} bytes, over the limit of ${maxBytes}`);
  // Every codec asked for is one of MOVIE_CODECS, and one of those is answered.
  return { file: new Blob([target.buffer], { type: 'video/quicktime' }), codec: codec as MovieCodec };
}

async function addFrame(
  source: VideoSampleSource,
  jpeg: Blob,
  time: { readonly timestamp: number; readonly duration: number },
): Promise<void> {
  const bitmap = await createImageBitmap(jpeg);
  const sample = new VideoSample(bitmap, time);
  bitmap.close();
  try {
    await source.add(sample);
  } finally {
    sample.close();
  }
}
