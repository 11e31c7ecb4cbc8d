import { bestFrame } from '../decide/best-frame.ts';
import { compareFaces, type MediaIdentity } from '../decide/compare-faces.ts';
import type { AnalysisMedia, AnalysisOutcome, AnalysisRequest } from '../model/analysis.ts';
import { spread } from '../model/spread.ts';
import { openMedia } from '../unpack/open-media.ts';
import { identityOf, locateFrames, type WatchTools } from '../vision/watch-clip.ts';
import { ANALYSIS_BUDGET as B } from './analysis-budget.data.ts';
import { faultOf } from './fault-of.ts';
import type { AnalysisTools } from './run-analysis.ts';

/**
 * Face matching from files to verdict: the best portrait of each media is found and embedded, then every pair compared.
 *
 * @throws as runAnalysis does.
 */
export async function runBiometry(
  { media }: AnalysisRequest,
  tools: AnalysisTools,
  signal: AbortSignal,
): Promise<AnalysisOutcome> {
  const identities: MediaIdentity[] = [];
  for (const one of media.filter(showsFace)) identities.push(await identify(one, tools, signal));
  return compareFaces(identities);
}

/** The back of an identity document bears no portrait. Source: Oz page "Rules of assigning analyses". */
function showsFace({ tags }: AnalysisMedia): boolean {
  return !tags.includes('photo_id_back');
}

async function identify(
  media: AnalysisMedia,
  { pool, log }: AnalysisTools,
  signal: AbortSignal,
): Promise<MediaIdentity> {
  const { mediaId } = media;
  try {
    const source = await openMedia(media, signal);
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
