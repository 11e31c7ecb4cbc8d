import type { AnalysisMedia } from '../../model/analysis.ts';
import { EngineError } from '../../model/engine-error.ts';
import type { FrameSource } from '../../model/frame-source.ts';
import { frameImage } from '../frame-image.ts';
import { frameTimes } from '../frame-times.ts';
import { VIDEO_LIMITS } from '../unpack-limits.data.ts';
import { decodeVideo } from './decode-video.ts';
import { probeVideo } from './probe-video.ts';
import type { VideoTools } from './video-tools.ts';

/**
 * Frames of a video file, at the times the file itself gives them. Of a longer one every second, third … is taken.
 *
 * @throws EngineError `media_unsupported` without the programs that read videos; what probeVideo and decodeVideo throw.
 */
export async function openVideo(
  media: AnalysisMedia,
  tools: VideoTools | undefined,
  signal: AbortSignal,
): Promise<FrameSource> {
  const where = `Media ${media.mediaId}`;
  if (tools === undefined)
    throw new EngineError(
      'media_unsupported',
      `${where} is a video, for which this engine needs ffmpeg; install it, or send its frames as a zip of .jpg or .png files.`,
    );
  const { timesMs } = await probeVideo(media.path, where, tools, signal);
  const step = Math.ceil(timesMs.length / VIDEO_LIMITS.maxPictures);
  const pictures = await decodeVideo(media.path, { where, step, tools, signal });
  const shown = timesMs.filter((_, index) => index % step === 0).slice(0, pictures.length);
  const times = frameTimes({ frame_times_ms: shown }, pictures.length);
  return {
    frames: pictures.map((_, index) => ({
      index,
      name: String(index * step + 1),
      timeMs: times[index] ?? 0,
    })),
    async read(frame, readSignal) {
      readSignal.throwIfAborted();
      const bytes = pictures[frame.index];
      if (bytes === undefined) throw new RangeError(`Frame ${frame.index} of ${where} does not exist.`);
      return frameImage(bytes, `${where}, frame ${frame.name},`);
    },
    async close() {},
  };
}
