import type { AbTest } from '../model/analysis.ts';
import { thresholdsView } from '../model/judge-outcome.ts';
import type { Caller } from '../model/principal.ts';
import type { AnalysisRecord, MediaRecord, MetaData, ResultsMediaRecord } from '../model/records.ts';
import { epochSeconds } from './epoch-seconds.ts';
import type { Links } from './links.ts';
import { type Detail, mediaView } from './media-view.ts';

/**
 * Who reads. `account`: everything. `one folder`: the holder of a session token or of a shared folder's; the first is a page or an
 * app, in the hands of whom the thresholds are there to check, so what they are and that others are being tried is left out, and whom a search in collections found.
 */
export type Audience = 'account' | 'one folder';

export function audienceOf({ reach }: Pick<Caller, 'reach'>): Audience {
  return reach === 'capture' ? 'one folder' : 'account';
}

export interface AnalysisViewOptions {
  readonly audience: Audience;
  /** Media of the analysis's folder. */
  readonly media: readonly MediaRecord[];
  readonly links: Links | undefined;
  readonly detail: Detail;
  /** Of the analysis's folder. */
  readonly companyId: string;
  /** Best shots that are stored nowhere (instant mode), by media id, as `data:` addresses. */
  readonly bestShots?: ReadonlyMap<string, string>;
}

/** An analysis as clients read it. */
export function analysisView(analysis: AnalysisRecord, options: AnalysisViewOptions) {
  return viewFor(options.audience, fullAnalysisView(analysis, options));
}

export type AnalysisView = ReturnType<typeof fullAnalysisView>;

/** What of an analysis an audience is shown. */
export function viewFor(audience: Audience, view: AnalysisView) {
  if (audience === 'account') return view;
  const { thresholds: _limits, ab_testing: _test, results_data, results_media, ...rest } = view;
  return {
    ...rest,
    results_data: results_data === null ? null : narrowed(results_data),
    // Collections are not theirs to read: that somebody was found is said, who and where is not.
    results_media: results_media.map(({ person_id: _person, collection: _collection, ...result }) => ({
      ...result,
      results_data: narrowed(result.results_data),
    })),
  };
}

function narrowed({ threshold: _own, thresholds: _asked, matches: _persons, ...rest }: MetaData): MetaData {
  return rest;
}

/** For every audience to be cut down to. Both spellings of the id are given: which version changed it is undocumented. */
export function fullAnalysisView(analysis: AnalysisRecord, options: Omit<AnalysisViewOptions, 'audience'>) {
  const { links, detail, media, companyId } = options;
  // Until it is finished, the resolution mirrors the state (Oz page "Statuses in API").
  const resolution = analysis.resolution ?? analysis.state;
  const { params } = analysis;
  const time = {
    created: epochSeconds(analysis.timeCreated),
    started: analysis.timeStarted === null ? null : epochSeconds(analysis.timeStarted),
    finished: analysis.timeFinished === null ? null : epochSeconds(analysis.timeFinished),
  };
  return {
    analysis_id: analysis.analysisId,
    analyse_id: analysis.analysisId,
    folder_id: analysis.folderId,
    company_id: companyId,
    group_id: params.groupId ?? null,
    type: analysis.type,
    analyse_type: analysis.type,
    state: analysis.state,
    resolution_status: resolution,
    resolution,
    source_media: media
      .filter((item) => analysis.sourceMediaIds.includes(item.mediaId))
      .map((item) => mediaView(item, links, detail)),
    results_data: analysis.resultsData,
    results_media: analysis.resultsMedia.map((result) => resultView(result, analysis.folderId, options)),
    error_message: analysis.errorMessage,
    thresholds: params.thresholds === undefined ? null : thresholdsView(params.thresholds),
    ab_testing: params.abTest === undefined ? null : abTestView(params.abTest),
    meta_data: analysis.metaData,
    technical_meta_data: {},
    time_created: time.created,
    time_updated: epochSeconds(analysis.timeUpdated),
    time_started: time.started,
    time_finished: time.finished,
    // Recalled names of the same times.
    time_task_send_to_broker: time.created,
    time_task_received: time.started,
    time_task_finished: time.finished,
  };
}

function abTestView({ configId, name, variant }: AbTest) {
  return { ab_testing_config_id: configId, name, variant };
}

function resultView(
  result: ResultsMediaRecord,
  folderId: string,
  options: Omit<AnalysisViewOptions, 'audience'>,
) {
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
