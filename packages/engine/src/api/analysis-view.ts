import type { AnalysisRecord, MediaRecord, ResultsMediaRecord } from '../model/records.ts';
import { epochSeconds } from './epoch-seconds.ts';
import type { Links } from './links.ts';
import { type Detail, mediaView } from './media-view.ts';

export interface AnalysisViewOptions {
  /** Media of the analysis's folder. */
  readonly media: readonly MediaRecord[];
  readonly links: Links | undefined;
  readonly detail: Detail;
  /** Of the analysis's folder. */
  readonly companyId: string;
  /** Best shots that are stored nowhere (instant mode), by media id, as `data:` addresses. */
  readonly bestShots?: ReadonlyMap<string, string>;
}

/** An analysis as clients read it. Both spellings of its id are given: which version changed it is undocumented. */
export function analysisView(analysis: AnalysisRecord, options: AnalysisViewOptions) {
  const { links, detail, media, companyId } = options;
  // Until it is finished, the resolution mirrors the state (Oz page "Statuses in API").
  const resolution = analysis.resolution ?? analysis.state;
  return {
    analysis_id: analysis.analysisId,
    analyse_id: analysis.analysisId,
    folder_id: analysis.folderId,
    company_id: companyId,
    type: analysis.type,
    state: analysis.state,
    resolution_status: resolution,
    resolution,
    source_media: media
      .filter((item) => analysis.sourceMediaIds.includes(item.mediaId))
      .map((item) => mediaView(item, links, detail)),
    results_data: analysis.resultsData,
    results_media: analysis.resultsMedia.map((result) => resultView(result, analysis.folderId, options)),
    error_message: analysis.errorMessage,
    meta_data: analysis.metaData,
    technical_meta_data: {},
    time_created: epochSeconds(analysis.timeCreated),
    time_updated: epochSeconds(analysis.timeUpdated),
    time_started: analysis.timeStarted === null ? null : epochSeconds(analysis.timeStarted),
    time_finished: analysis.timeFinished === null ? null : epochSeconds(analysis.timeFinished),
  };
}

function resultView(result: ResultsMediaRecord, folderId: string, options: AnalysisViewOptions) {
  const { links, media, bestShots } = options;
  const kind = media.find((item) => item.mediaId === result.mediaId)?.kind;
  const bestShotUrl =
    bestShots?.get(result.mediaId) ??
    (result.bestShot && links ? links.media(folderId, result.bestShot.staticName) : undefined);
  return {
    source_media_id: result.mediaId,
    ...(kind === 'shots_set' ? { source_shots_set_id: result.mediaId } : {}),
    ...(kind === 'video' ? { source_video_id: result.mediaId } : {}),
    results_data: result.resultsData,
    resolution_status: result.resolution,
    ...(result.match
      ? {
          person_id: result.match.personId,
          collection: { collection_id: result.match.collectionId, alias: result.match.alias },
        }
      : {}),
    output_images:
      bestShotUrl === undefined
        ? []
        : [{ original_url: bestShotUrl, frame_index: result.bestShot?.frameIndex ?? null }],
  };
}
