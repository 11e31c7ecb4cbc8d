import type { AnalysisMedia } from '../model/analysis.ts';
import { EngineError } from '../model/engine-error.ts';
import type { FrameSource } from '../model/frame-source.ts';
import { openShotSet } from './shot-set.ts';
import { openStillImage } from './still-image.ts';

/**
 * The frames of a media of any kind. The caller closes it.
 *
 * @throws EngineError `media_unsupported` for a video file; what openShotSet and openStillImage throw.
 */
export async function openMedia(media: AnalysisMedia, signal: AbortSignal): Promise<FrameSource> {
  switch (media.kind) {
    case 'shots_set':
      return openShotSet(media, signal);
    case 'image':
      return openStillImage(media);
    case 'video':
      throw new EngineError(
        'media_unsupported',
        `Media ${media.mediaId} is a video file, which this engine cannot read; send its frames as a zip of .jpg or .png files.`,
      );
  }
}
