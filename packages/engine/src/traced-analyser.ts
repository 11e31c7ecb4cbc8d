import { EVENT_SESSION_KEY, readTraceparent } from '@presence/protocol';
import { type Tracing, withSpan } from '@presence/tracing';
import type { Analyser } from './model/analysis.ts';

/** The same analyser, each analysis a span below the call that asked for it, whenever and wherever it is carried out. */
export function tracedAnalyser(analyser: Analyser, tracing: Tracing): Analyser {
  return {
    ...analyser,
    analyse: (request, signal) => {
      const { type, analysisId, eventSessionId, params } = request;
      const attributes = {
        'analysis.type': type,
        'analysis.id': analysisId,
        ...(eventSessionId === undefined ? {} : { [EVENT_SESSION_KEY]: eventSessionId }),
      };
      const parent = readTraceparent(params.traceparent);
      return withSpan(tracing, 'analysis', { kind: 'internal', parent, attributes }, () =>
        analyser.analyse(request, signal),
      );
    },
  };
}
