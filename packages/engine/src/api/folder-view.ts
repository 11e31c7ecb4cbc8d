import type { AnalysisRecord, FolderRecord, MediaRecord } from '../model/records.ts';
import { type Audience, analysisView } from './analysis-view.ts';
import { epochSeconds } from './epoch-seconds.ts';
import type { Links } from './links.ts';
import { type Detail, mediaView } from './media-view.ts';

export interface FolderViewOptions {
  readonly audience: Audience;
  readonly media: readonly MediaRecord[];
  /** Undefined: the reply has no `analyses`. */
  readonly analyses: readonly AnalysisRecord[] | undefined;
  readonly links: Links | undefined;
  readonly detail: Detail;
  readonly bestShots?: ReadonlyMap<string, string>;
  /** Whether its readers may pass it on: `shared_token` is left out unless they are of its company. */
  readonly sharing?: boolean;
}

/** A folder as clients read it; `analyses` only when asked for. */
export function folderView(folder: FolderRecord, options: FolderViewOptions) {
  const { media, analyses, links, detail } = options;
  const { companyId } = folder;
  return {
    folder_id: folder.folderId,
    user_id: folder.userId,
    company_id: companyId,
    meta_data: folder.metaData,
    technical_meta_data: {},
    resolution_status: folder.resolutionStatus,
    system_resolution: folder.systemResolution,
    operator_status: folder.operator?.status ?? null,
    operator_comment: folder.operator?.comment ?? null,
    is_cleared: folder.timeCleared !== undefined,
    ...(options.sharing === true ? { shared_token: folder.sharedToken ?? null } : {}),
    media: media.map((item) => mediaView(item, links, detail)),
    ...(analyses
      ? { analyses: analyses.map((analysis) => analysisView(analysis, { ...options, companyId })) }
      : {}),
    time_created: epochSeconds(folder.timeCreated),
    time_updated: epochSeconds(folder.timeUpdated),
  };
}
