import { type AnalysisView, isVideoAction, type ResultMode, type ResultPayload } from '@presence/protocol';
import type { AdapterConfig } from '../model/adapter-config.ts';
import { AdapterError } from '../model/adapter-error.ts';
import type { AnalysisRecord, Session } from '../model/session.ts';

export type ViewConfig = Pick<AdapterConfig, 'result_mode' | 'analyses' | 'collection_ids'>;

/**
 * What the page learns of a session, exactly as documented for each `result_mode` (Oz pages on `on_result` and
 * `on_complete`). Throws the session's own error if it failed for good.
 */
export function resultView(
  session: Session,
  config: ViewConfig,
  annotations: ReadonlyMap<string, string> = new Map(),
): ResultPayload {
  const { state } = session;
  if (state.kind === 'failed') throw new AdapterError(state.code, state.message, { context: state.context });
  const finished = state.kind === 'finished';
  const base: ResultPayload = { state: finished ? 'finished' : 'processing' };
  const mode: ResultMode = config.result_mode;
  if (mode === 'safe') return base;
  const folderId = 'folderId' in state ? state.folderId : undefined;
  const showFolder = folderId !== undefined && (mode === 'folder' || (mode === 'full' && finished));
  const records = 'analyses' in state ? state.analyses : undefined;
  return {
    ...base,
    ...(showFolder ? { folder_id: folderId } : {}),
    analyses:
      records === undefined
        ? expectedAnalyses(session, config)
        : viewsOf(records, mode === 'full' && finished, annotations),
  };
}

function viewsOf(
  records: readonly AnalysisRecord[],
  complete: boolean,
  annotations: ReadonlyMap<string, string>,
): Record<string, AnalysisView> {
  return Object.fromEntries(
    records.map(({ name, state, resolution, raw }) => {
      const annotation = annotations.get(resolution);
      const view: AnalysisView = {
        state,
        resolution,
        ...(annotation === undefined ? {} : { annotation }),
        ...(complete ? { result_json: raw } : {}),
      };
      return [name, view];
    }),
  );
}

const PROCESSING: AnalysisView = { state: 'processing', resolution: '' };

/** Before the backend has named its analyses: those the configuration will ask for. */
function expectedAnalyses(session: Session, config: ViewConfig): Record<string, AnalysisView> {
  const videos = session.actions.filter((action) => isVideoAction(action));
  const documents = session.actions.filter(
    (action) => action.startsWith('photo_') && action !== 'photo_selfie',
  );
  const expected: readonly [string, boolean][] = [
    ['quality', config.analyses.quality && videos.length > 0],
    ['biometry', config.analyses.biometry && session.actions.length >= 2],
    ['documents', config.analyses.documents && documents.length > 0],
    ['collection', config.collection_ids.length > 0],
  ];
  return Object.fromEntries(expected.filter(([, wanted]) => wanted).map(([name]) => [name, PROCESSING]));
}
