import type { ResultPayload } from '@presence/protocol';

/** What the window may say about a result. `done` where `result_mode` keeps the verdict from the page. */
export function verdictOf(result: ResultPayload): 'success' | 'declined' | 'done' {
  const resolutions = Object.values(result.analyses ?? {}).map((analysis) =>
    analysis.resolution.toLowerCase(),
  );
  if (resolutions.some((resolution) => resolution === 'declined' || resolution === 'failed'))
    return 'declined';
  return resolutions.length > 0 && resolutions.every((resolution) => resolution === 'success')
    ? 'success'
    : 'done';
}
