import type { AnalysisState, FinalResolution, FolderStatus, SystemResolution } from './records.ts';

interface Part {
  readonly state: AnalysisState;
  readonly resolution: FinalResolution | null;
}

/** Worst first. The Oz documentation gives no precedence; FAILED > DECLINED > OPERATOR_REQUIRED > SUCCESS is ours. */
const WORST_FIRST: readonly FinalResolution[] = ['FAILED', 'DECLINED', 'OPERATOR_REQUIRED', 'SUCCESS'];

/** A folder's status and consolidated resolution from those of its analyses (Oz page "Statuses in API"). */
export function consolidate(parts: readonly Part[]): {
  readonly resolutionStatus: FolderStatus;
  readonly systemResolution: SystemResolution;
} {
  if (parts.length === 0) return { resolutionStatus: 'INITIAL', systemResolution: 'INITIAL' };
  if (parts.some((part) => part.state === 'PROCESSING'))
    return { resolutionStatus: 'PROCESSING', systemResolution: 'PROCESSING' };
  const failed = parts.some((part) => part.state === 'FAILED' || part.resolution === 'FAILED');
  const worst = failed
    ? 'FAILED'
    : (WORST_FIRST.find((word) => parts.some((part) => part.resolution === word)) ?? 'FAILED');
  return { resolutionStatus: failed ? 'FAILED' : 'FINISHED', systemResolution: worst };
}
