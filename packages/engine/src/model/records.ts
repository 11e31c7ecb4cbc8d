import type { AnalysisParams, AnalysisType, CollectionMatch, MediaKind, Resolution } from './analysis.ts';

/** What the store keeps. Times are milliseconds since the epoch; the API turns them into epoch seconds. */

/** Free JSON of the client (`meta_data`). */
export type MetaData = Readonly<Record<string, unknown>>;

/** Statuses as the Oz API documents them (page "Statuses in API"). */
export type FolderStatus = 'INITIAL' | 'PROCESSING' | 'FINISHED' | 'FAILED';
export type FinalResolution = Resolution | 'OPERATOR_REQUIRED';
export type SystemResolution = 'INITIAL' | 'PROCESSING' | FinalResolution;
export type AnalysisState = 'PROCESSING' | 'FINISHED' | 'FAILED';

/** Account types of the Oz API from 6.0 on (page "User roles"). */
export const USER_TYPES = [
  'ADMIN',
  'OPERATOR',
  'CLIENT',
  'CLIENT ADMIN',
  'CLIENT OPERATOR',
  'CLIENT SERVICE',
] as const;
export type UserType = (typeof USER_TYPES)[number];

export interface FolderRecord {
  readonly folderId: string;
  readonly companyId: string;
  readonly userId: string;
  readonly metaData: MetaData;
  readonly resolutionStatus: FolderStatus;
  readonly systemResolution: SystemResolution;
  /** The last decision of an operator on one of its analyses. */
  readonly operator?: { readonly status: FinalResolution; readonly comment: string };
  /** When its files were removed while its results were kept; absent if it has files or never had any. */
  readonly timeCleared?: number;
  /** Lets its holder read this folder; absent unless it is shared. */
  readonly sharedToken?: string;
  readonly timeCreated: number;
  readonly timeUpdated: number;
}

export interface MediaRecord {
  readonly mediaId: string;
  readonly folderId: string;
  /** Name of the multipart part it came in. */
  readonly fieldName: string;
  readonly kind: MediaKind;
  readonly originalName: string;
  /** Unguessable file name below `/static/<folderId>/`; also its key in the blob store. */
  readonly staticName: string;
  /** Unguessable stem of the links to single frames; null unless this is a shot set. */
  readonly framesToken: string | null;
  /** Frames of a shot set; 0 for anything else and for a zip that cannot be read. */
  readonly frameCount: number;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly tags: readonly string[];
  readonly metaData: MetaData;
  /** True if another folder already held these bytes when they arrived. */
  readonly seenBefore: boolean;
  readonly timeCreated: number;
  readonly timeUpdated: number;
}

export interface ResultsMediaRecord {
  readonly mediaId: string;
  readonly resolution: FinalResolution;
  readonly resultsData: MetaData;
  readonly bestShot?: { readonly staticName: string; readonly frameIndex: number };
  readonly match?: CollectionMatch;
}

export interface AnalysisRecord {
  readonly analysisId: string;
  readonly folderId: string;
  readonly type: AnalysisType;
  readonly state: AnalysisState;
  /** Null until finished. */
  readonly resolution: FinalResolution | null;
  readonly sourceMediaIds: readonly string[];
  readonly params: AnalysisParams;
  readonly resultsData: MetaData | null;
  readonly resultsMedia: readonly ResultsMediaRecord[];
  readonly errorMessage: string | null;
  /** How often the analysis was begun; a process that dies while working leaves its attempt counted. */
  readonly attempts: number;
  readonly metaData: MetaData;
  readonly timeCreated: number;
  readonly timeUpdated: number;
  readonly timeStarted: number | null;
  readonly timeFinished: number | null;
}

export interface AccountRecord {
  readonly userId: string;
  /** Null for ADMIN and OPERATOR, who belong to none. */
  readonly companyId: string | null;
  readonly userType: UserType;
  readonly email: string;
  /** scrypt with its parameters and salt, or null for an account that has no password (service account). */
  readonly passwordHash: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly middleName: string;
  readonly mayStart: MayStart;
  readonly metaData: MetaData;
}

/** `can_start_…` of an account: which analyses it may ask for. */
export interface MayStart {
  readonly biometry: boolean;
  readonly quality: boolean;
  readonly collection: boolean;
}

export const ANY_ANALYSIS: MayStart = { biometry: true, quality: true, collection: true };

/** A capture session's token after its use: one capture, one folder. */
export interface CaptureSessionRecord {
  /** `jti` of the token. */
  readonly tokenId: string;
  readonly userId: string;
  /** Null for a capture that is stored nowhere. */
  readonly folderId: string | null;
  readonly expiresAt: number;
}

/** One access token with its refresh token; both only as SHA-256. */
export interface SessionRecord {
  readonly sessionId: string;
  readonly userId: string;
  readonly accessHash: string;
  readonly expireHash: string;
  readonly expiresAt: number;
  /** The session this one was refreshed from; it dies when this one is used for the first time. */
  readonly replaces: string | null;
}
