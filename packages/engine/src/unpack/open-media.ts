import type { AnalysisMedia } from '../model/analysis.ts';
import type { FrameSource } from '../model/frame-source.ts';
import { openShotSet } from './shot-set.ts';
import { openStillImage } from './still-image.ts';
import { openVideo } from './video/open-video.ts';
import type { VideoTools } from './video/video-tools.ts';

/**
 * The frames of a media of any kind. The caller closes it.
 *
 * @throws what openShotSet, openStillImage and openVideo throw.
 */
export async function openMedia(
  media: AnalysisMedia,
  signal: AbortSignal,
  videoTools: VideoTools | undefined,
): Promise<FrameSource> {
  switch (media.kind) {
    case 'shots_set':
      return openShotSet(media, signal);
    case 'image':
      return openStillImage(media);
    case 'video':
      return openVideo(media, videoTools, signal);
  }
}
