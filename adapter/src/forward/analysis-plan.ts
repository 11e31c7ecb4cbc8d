import type { AdapterConfig } from '../model/adapter-config.ts';
import type { AnalysisRecord, UploadedMedia } from '../model/session.ts';
import type { OzAnalysis } from './oz-schemas.ts';

/** One element of the backend's `analyses` list. */
export interface AnalysisOrder {
  readonly type: 'quality' | 'biometry' | 'documents' | 'collection';
  readonly source_media?: readonly string[];
  readonly params?: Readonly<Record<string, unknown>>;
}

/** A medium by the name the order may use: the backend's id, or in one-call mode the multipart key. */
export type NamedMedia = Pick<UploadedMedia, 'id' | 'kind'>;

/**
 * The analyses the configuration asks for, as far as the media allow: liveness needs a video, face matching two media
 * with a face (the back of a document has none, but the backend sorts that out), text an identity document.
 */
export function planAnalyses(
  config: Pick<AdapterConfig, 'analyses' | 'collection_ids'>,
  media: readonly NamedMedia[],
  extractBestShot: boolean,
): readonly AnalysisOrder[] {
  const idsOf = (kind: NamedMedia['kind']) => media.filter((one) => one.kind === kind).map(({ id }) => id);
  const videos = idsOf('video');
  const documents = idsOf('document');
  const orders: AnalysisOrder[] = [];
  if (config.analyses.quality && videos.length > 0)
    orders.push({
      type: 'quality',
      source_media: videos,
      params: { extract_best_shot: extractBestShot },
    });
  if (config.analyses.biometry && media.length >= 2) orders.push({ type: 'biometry' });
  if (config.analyses.documents && documents.length > 0)
    orders.push({ type: 'documents', source_media: documents });
  if (config.collection_ids.length > 0 && media.length > 0)
    orders.push({ type: 'collection', params: { collection_ids: config.collection_ids } });
  return orders;
}

const UNRESOLVED = new Set(['', 'initial', 'processing']);

/** The page's view of a backend analysis: lower case, an empty resolution while there is none. */
export function analysisRecord(analysis: OzAnalysis): AnalysisRecord {
  const resolution = (analysis.resolution ?? analysis.resolution_status ?? '').toLowerCase();
  const state = (analysis.state ?? (UNRESOLVED.has(resolution) ? 'processing' : 'finished')).toLowerCase();
  // While an analysis runs the backend repeats its state as resolution.
  const resolved = !UNRESOLVED.has(resolution) && (state === 'finished' || state === 'failed');
  return {
    id: analysis.analysis_id ?? analysis.analyse_id ?? '',
    name: analysis.type.toLowerCase(),
    state: state === 'initial' ? 'processing' : state,
    resolution: resolved ? resolution : '',
    raw: analysis,
  };
}

export function isFinal(record: AnalysisRecord): boolean {
  return record.state === 'failed' || (record.state === 'finished' && record.resolution !== '');
}

/** A system error, not a verdict. */
export function hasFailed(record: AnalysisRecord): boolean {
  return record.state === 'failed' || record.resolution === 'failed';
}
