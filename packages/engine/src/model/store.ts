import type { CollectionStore } from './collections.ts';
import type { CompanyStore } from './companies.ts';
import type { CompanyItemStore } from './company-items.ts';
import type { FaceSearch } from './face-search.ts';
import type { FrameHashStore } from './frame-memory.ts';
import type {
  AccountRecord,
  AnalysisRecord,
  AnalysisState,
  CaptureSessionRecord,
  FinalResolution,
  FolderRecord,
  MediaRecord,
  MetaData,
  ResultsMediaRecord,
  SessionRecord,
  UserType,
} from './records.ts';
import type { StatisticsStore } from './statistics.ts';
import type { FolderWebhook, WebhookStore } from './webhooks.ts';

/** Whose folders a caller sees: one user's, one company's, everyone's, or a single one. */
export type Scope =
  | { readonly kind: 'all' }
  | { readonly kind: 'company'; readonly companyId: string }
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'folder'; readonly folderId: string };

export interface MetaDataCondition {
  readonly key: string;
  readonly equal: boolean;
  readonly value: string;
}

export interface FolderQuery {
  readonly scope: Scope;
  readonly folderIds?: readonly string[];
  readonly companyIds?: readonly string[];
  readonly userIds?: readonly string[];
  readonly metaData: readonly MetaDataCondition[];
  /** Matched against the folder's `resolution_status` and `system_resolution`. */
  readonly statuses?: readonly string[];
  readonly createdMin?: number;
  readonly createdMax?: number;
  readonly updatedMin?: number;
  readonly updatedMax?: number;
  readonly sort: { readonly by: 'timeCreated' | 'timeUpdated'; readonly descending: boolean };
  readonly limit: number;
  readonly offset: number;
  readonly countTotal: boolean;
}

export interface FolderPage {
  readonly items: readonly FolderRecord[];
  readonly total: number | null;
}

export interface IdempotencyRecord {
  readonly userId: string;
  readonly key: string;
  /** SHA-256 of the request's content, independent of multipart boundaries. */
  readonly fingerprint: string;
  readonly folderId: string;
  /** The first reply as JSON; null when the reply had to wait for analyses. */
  readonly reply: string | null;
}

export type NewMedia = Omit<MediaRecord, 'seenBefore'>;

export interface NewFolder {
  readonly folder: FolderRecord;
  readonly media: readonly NewMedia[];
  readonly analyses: readonly AnalysisRecord[];
  readonly idempotency?: IdempotencyRecord;
  /** A receiver of its own for what becomes of it. */
  readonly webhook?: FolderWebhook;
}

/** `replayed`: this idempotency key was used before; nothing was written. */
export type CreateOutcome =
  | { readonly kind: 'created' }
  | { readonly kind: 'replayed'; readonly record: IdempotencyRecord };

export interface FolderStore {
  /** Writes folder, media and analyses in one transaction, or nothing. */
  create(input: NewFolder): Promise<CreateOutcome>;
  get(folderId: string): Promise<FolderRecord | undefined>;
  list(query: FolderQuery): Promise<FolderPage>;
  setMetaData(folderId: string, metaData: MetaData, now: number): Promise<void>;
  /** Removes the folder with media, analyses and idempotency records. False if there was none. */
  delete(folderId: string): Promise<boolean>;
  findIdempotent(userId: string, key: string): Promise<IdempotencyRecord | undefined>;
  /** Gives the folder a token that shows it to its holder, or takes it away. */
  share(folderId: string, token: string | null, now: number): Promise<void>;
  findShared(token: string): Promise<FolderRecord | undefined>;
  /** Ids of a company's folders that were made before a time, oldest first. */
  createdBefore(companyId: string, time: number, limit: number): Promise<readonly string[]>;
}

export interface MediaStore {
  /** False, and nothing written, if the folder would then hold more than `maxFiles`. */
  add(folderId: string, media: readonly NewMedia[], maxFiles: number): Promise<boolean>;
  get(mediaId: string): Promise<MediaRecord | undefined>;
  findByFramesToken(token: string): Promise<MediaRecord | undefined>;
  findByStaticName(name: string): Promise<MediaRecord | undefined>;
  /** Those of each folder in the order they came: of one form, the order of its parts. */
  listByFolders(folderIds: readonly string[]): Promise<readonly MediaRecord[]>;
  setTags(mediaId: string, tags: readonly string[], now: number): Promise<void>;
  setMetaData(mediaId: string, metaData: MetaData, now: number): Promise<void>;
  /**
   * Removes a media, and its best shots from the results of analyses. `busy`: an analysis is at work on it, nothing was
   * removed. Otherwise the names of its files.
   */
  delete(mediaId: string, now: number): Promise<'busy' | readonly string[]>;
  /** The same for all media of a folder, in one transaction; it then counts as cleared until it gets others. */
  clear(folderId: string, now: number): Promise<'busy' | readonly string[]>;
}

export interface FinishedAnalysis {
  readonly state: Exclude<AnalysisState, 'PROCESSING'>;
  readonly resolution: FinalResolution;
  readonly resultsData: MetaData | null;
  readonly resultsMedia: readonly ResultsMediaRecord[];
  readonly errorMessage: string | null;
}

export type ExpiredAnalysis = Pick<AnalysisRecord, 'analysisId' | 'type' | 'timeCreated'>;

export interface AnalysisStore {
  /** Writes all of them in one transaction, or nothing. */
  add(analyses: readonly AnalysisRecord[], idempotency?: IdempotencyRecord): Promise<CreateOutcome>;
  get(analysisId: string): Promise<AnalysisRecord | undefined>;
  /** Those of each folder in the order they were asked for: of one call, the order of its list. */
  listByFolders(folderIds: readonly string[]): Promise<readonly AnalysisRecord[]>;
  /** All analyses in state PROCESSING, oldest first. */
  unfinished(): Promise<readonly Pick<AnalysisRecord, 'analysisId' | 'type'>[]>;
  /** Counts an attempt and returns the analysis; undefined if it is gone or already finished. */
  start(analysisId: string, now: number): Promise<AnalysisRecord | undefined>;
  /** Takes the counted attempt back: the work was stopped by us, not by a fault. */
  release(analysisId: string): Promise<void>;
  /**
   * Fails analyses asked for before a time and not begun since, oldest first, at most `limit`, each in a transaction of its own.
   * @returns those it failed
   */
  expire(
    before: number,
    limit: number,
    errorMessage: string,
    now: number,
  ): Promise<readonly ExpiredAnalysis[]>;
  /** False if the analysis is gone or already finished. */
  finish(analysisId: string, outcome: FinishedAnalysis, now: number): Promise<boolean>;
  setMetaData(analysisId: string, metaData: MetaData, now: number): Promise<void>;
  /** A person decides what was left to one. False if there is nothing to decide. */
  decide(analysisId: string, decision: OperatorDecision, now: number): Promise<boolean>;
}

export interface OperatorDecision {
  readonly resolution: Extract<FinalResolution, 'SUCCESS' | 'DECLINED'>;
  readonly comment: string;
  readonly userId: string;
}

export interface AccountStore {
  get(userId: string): Promise<AccountRecord | undefined>;
  /** E-mail addresses are compared without regard to case. */
  findByEmail(email: string): Promise<AccountRecord | undefined>;
  /** Inserts or replaces by `userId`. */
  save(account: AccountRecord): Promise<void>;
  addSession(session: SessionRecord): Promise<void>;
  findSessionByAccess(accessHash: string): Promise<SessionRecord | undefined>;
  findSessionByExpire(expireHash: string): Promise<SessionRecord | undefined>;
  /** Moves the end of a session and forgets which one it replaced. */
  touchSession(sessionId: string, expiresAt: number): Promise<void>;
  deleteSession(sessionId: string): Promise<void>;
  deleteSessionsOf(userId: string): Promise<void>;
  deleteSessionsExpiredBefore(time: number): Promise<void>;
  /** False, and nothing written, if another account has this address. */
  create(account: AccountRecord): Promise<boolean>;
  list(query: AccountQuery): Promise<readonly AccountRecord[]>;
  /** Its sessions end; what it uploaded stays its company's. */
  delete(userId: string): Promise<void>;
  captureSession(tokenId: string): Promise<CaptureSessionRecord | undefined>;
  /** Uses a capture session's token up. False if somebody has. */
  useCaptureSession(session: CaptureSessionRecord): Promise<boolean>;
  /** The capture came to nothing: its token may be used again. */
  freeCaptureSession(tokenId: string): Promise<void>;
}

export interface AccountQuery {
  readonly companyId?: string;
  readonly userId?: string;
  readonly userTypes?: readonly UserType[];
  /** Part of the address or a name, in any case. */
  readonly searchText?: string;
  readonly limit: number;
  readonly offset: number;
}

/** What all processes of an installation agree on. */
export interface AgreementStore {
  /** The value of this name; if there is none, `fresh` becomes it. All who ask get the same. */
  secret(name: string, fresh: () => string): Promise<string>;
  /** True for one of all that ask before `until`, as nobody else has the task until then. */
  take(task: string, now: number, until: number): Promise<boolean>;
}

/** All persistent state but the media bytes. Every method is one transaction. */
export interface Store {
  readonly folders: FolderStore;
  readonly media: MediaStore;
  readonly analyses: AnalysisStore;
  readonly accounts: AccountStore;
  readonly collections: CollectionStore;
  readonly frameHashes: FrameHashStore;
  /** Undefined if the database cannot compare faces: they are then read and compared by the worker. */
  readonly faceSearch: FaceSearch | undefined;
  readonly companies: CompanyStore;
  readonly companyItems: CompanyItemStore;
  readonly webhooks: WebhookStore;
  readonly statistics: StatisticsStore;
  readonly agreement: AgreementStore;
  /** Rejects if the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
