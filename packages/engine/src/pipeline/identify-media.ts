import { bestFrame } from '../decide/best-frame.ts';
import type { MediaIdentity } from '../decide/compare-faces.ts';
import type { AnalysisMedia } from '../model/analysis.ts';
import { spread } from '../model/spread.ts';
import { openMedia } from '../unpack/open-media.ts';
import { identityOf, locateFrames, type WatchTools } from '../vision/watch-clip.ts';
import { ANALYSIS_BUDGET as B } from './analysis-budget.data.ts';
import { faultOf } from './fault-of.ts';
import type { AnalysisTools } from './run-analysis.ts';

/** The back of an identity document bears no portrait. Source: Oz page "Rules of assigning analyses". */
export function showsFace({ tags }: AnalysisMedia): boolean {
  return !tags.includes('photo_id_back');
}

/** Finds the best portrait of a media and embeds it. @throws what faultOf throws */
export async function identifyMedia(
  media: AnalysisMedia,
  { pool, log, videoTools }: AnalysisTools,
  signal: AbortSignal,
): Promise<MediaIdentity> {
  const { mediaId } = media;
  try {
    const source = await openMedia(media, signal, videoTools);
    try {
      const tools: WatchTools = { source, pool, signal, where: `Media ${mediaId}` };
      const best = bestFrame(await locateFrames(spread(source.frames, B.portraitFrames), tools));
      if (best === undefined) return { kind: 'no_face', mediaId };
      return { kind: 'face', mediaId, embedding: await identityOf(best, tools) };
    } finally {
      await source.close();
    }
  } catch (error) {
    return { kind: 'unreadable', mediaId, error: faultOf(error, mediaId, { signal, log }) };
  }
}
