import { compareFaces, type MediaIdentity } from '../decide/compare-faces.ts';
import type { AnalysisOutcome, AnalysisRequest } from '../model/analysis.ts';
import { identifyMedia, showsFace } from './identify-media.ts';
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
  for (const one of media.filter(showsFace)) identities.push(await identifyMedia(one, tools, signal));
  return compareFaces(identities);
}
