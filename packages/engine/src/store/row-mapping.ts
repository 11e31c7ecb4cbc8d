import type {
  AccountRecord,
  AnalysisRecord,
  FinalResolution,
  FolderRecord,
  MediaRecord,
  MetaData,
  ResultsMediaRecord,
  SessionRecord,
} from '../model/records.ts';
import type { NewMedia } from '../model/store.ts';
import type { AccountRow, AnalysisRow, FolderRow, MediaRow, SessionRow } from './schema.ts';

/*
 * Rows to records and back. The casts narrow text that only this file's counterparts ever wrote: enum words and JSON
 * columns come out as they went in.
 */

/** The column was made for accounts that all had a company. */
const NO_COMPANY = '';

const json = <T>(text: string): T => JSON.parse(text) as T;

export function toFolder(row: FolderRow): FolderRecord {
  return {
    folderId: row.folder_id,
    companyId: row.company_id,
    userId: row.user_id,
    metaData: json<MetaData>(row.meta_data),
    resolutionStatus: row.resolution_status as FolderRecord['resolutionStatus'],
    systemResolution: row.system_resolution as FolderRecord['systemResolution'],
    ...(row.operator_status === null
      ? {}
      : {
          operator: {
            status: row.operator_status as FinalResolution,
            comment: row.operator_comment ?? '',
          },
        }),
    ...(row.time_cleared === null ? {} : { timeCleared: Number(row.time_cleared) }),
    ...(row.shared_token === null ? {} : { sharedToken: row.shared_token }),
    timeCreated: Number(row.time_created),
    timeUpdated: Number(row.time_updated),
  };
}

export function fromFolder(folder: FolderRecord): FolderRow {
  return {
    folder_id: folder.folderId,
    company_id: folder.companyId,
    user_id: folder.userId,
    meta_data: JSON.stringify(folder.metaData),
    resolution_status: folder.resolutionStatus,
    system_resolution: folder.systemResolution,
    operator_status: folder.operator?.status ?? null,
    operator_comment: folder.operator?.comment ?? null,
    time_cleared: folder.timeCleared ?? null,
    shared_token: folder.sharedToken ?? null,
    time_created: folder.timeCreated,
    time_updated: folder.timeUpdated,
  };
}

export function toMedia(row: MediaRow): MediaRecord {
  return {
    mediaId: row.media_id,
    folderId: row.folder_id,
    fieldName: row.field_name,
    kind: row.kind as MediaRecord['kind'],
    originalName: row.original_name,
    staticName: row.static_name,
    framesToken: row.frames_token,
    frameCount: row.frame_count,
    bytes: Number(row.bytes),
    sha256: row.sha256,
    tags: json<readonly string[]>(row.tags),
    metaData: json<MetaData>(row.meta_data),
    seenBefore: row.seen_before === 1,
    timeCreated: Number(row.time_created),
    timeUpdated: Number(row.time_updated),
  };
}

export function fromMedia(media: NewMedia, seenBefore: boolean, position: number): MediaRow {
  return {
    media_id: media.mediaId,
    folder_id: media.folderId,
    field_name: media.fieldName,
    kind: media.kind,
    original_name: media.originalName,
    static_name: media.staticName,
    frames_token: media.framesToken,
    frame_count: media.frameCount,
    bytes: media.bytes,
    sha256: media.sha256,
    tags: JSON.stringify(media.tags),
    meta_data: JSON.stringify(media.metaData),
    seen_before: seenBefore ? 1 : 0,
    position,
    time_created: media.timeCreated,
    time_updated: media.timeUpdated,
  };
}

export function toAnalysis(row: AnalysisRow): AnalysisRecord {
  return {
    analysisId: row.analysis_id,
    folderId: row.folder_id,
    type: row.type as AnalysisRecord['type'],
    state: row.state as AnalysisRecord['state'],
    resolution: row.resolution as AnalysisRecord['resolution'],
    sourceMediaIds: json<readonly string[]>(row.source_media),
    params: json<AnalysisRecord['params']>(row.params),
    resultsData: row.results_data === null ? null : json<MetaData>(row.results_data),
    resultsMedia: json<readonly ResultsMediaRecord[]>(row.results_media),
    errorMessage: row.error_message,
    attempts: row.attempts,
    metaData: json<MetaData>(row.meta_data),
    timeCreated: Number(row.time_created),
    timeUpdated: Number(row.time_updated),
    timeStarted: row.time_started === null ? null : Number(row.time_started),
    timeFinished: row.time_finished === null ? null : Number(row.time_finished),
  };
}

/** `position`: its place among those of one call. */
export function fromAnalysis(analysis: AnalysisRecord, position: number): AnalysisRow {
  return {
    analysis_id: analysis.analysisId,
    folder_id: analysis.folderId,
    type: analysis.type,
    state: analysis.state,
    resolution: analysis.resolution,
    source_media: JSON.stringify(analysis.sourceMediaIds),
    params: JSON.stringify(analysis.params),
    results_data: analysis.resultsData === null ? null : JSON.stringify(analysis.resultsData),
    results_media: JSON.stringify(analysis.resultsMedia),
    error_message: analysis.errorMessage,
    attempts: analysis.attempts,
    meta_data: JSON.stringify(analysis.metaData),
    position,
    time_created: analysis.timeCreated,
    time_updated: analysis.timeUpdated,
    time_started: analysis.timeStarted,
    time_finished: analysis.timeFinished,
  };
}

export function toAccount(row: AccountRow): AccountRecord {
  return {
    userId: row.user_id,
    companyId: row.company_id === NO_COMPANY ? null : row.company_id,
    userType: row.user_type as AccountRecord['userType'],
    email: row.email,
    passwordHash: row.password_hash,
    firstName: row.first_name,
    lastName: row.last_name,
    middleName: row.middle_name,
    mayStart: {
      biometry: row.start_biometry === 1,
      quality: row.start_quality === 1,
      collection: row.start_collection === 1,
    },
    metaData: json<MetaData>(row.meta_data),
  };
}

export function fromAccount(account: AccountRecord): AccountRow {
  return {
    user_id: account.userId,
    company_id: account.companyId ?? NO_COMPANY,
    user_type: account.userType,
    email: account.email.toLowerCase(),
    password_hash: account.passwordHash,
    first_name: account.firstName,
    last_name: account.lastName,
    middle_name: account.middleName,
    start_biometry: Number(account.mayStart.biometry),
    start_quality: Number(account.mayStart.quality),
    start_collection: Number(account.mayStart.collection),
    meta_data: JSON.stringify(account.metaData),
  };
}

export function toSession(row: SessionRow): SessionRecord {
  return {
    sessionId: row.session_id,
    userId: row.user_id,
    accessHash: row.access_hash,
    expireHash: row.expire_hash,
    expiresAt: Number(row.expires_at),
    replaces: row.replaces,
  };
}

export function fromSession(session: SessionRecord): SessionRow {
  return {
    session_id: session.sessionId,
    user_id: session.userId,
    access_hash: session.accessHash,
    expire_hash: session.expireHash,
    expires_at: session.expiresAt,
    replaces: session.replaces,
  };
}
