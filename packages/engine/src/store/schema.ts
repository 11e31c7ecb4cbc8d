/*
 * Rows as they lie in the database. JSON is text, times are epoch milliseconds in a bigint, flags are 0 or 1: the same in
 * every SQL dialect. A new table: its row here, a migration that makes it with `db.schema` alone, its mapping in row-mapping.ts
 * (`Number()` around every bigint and count: PostgreSQL gives them as text), and its name in the list `clear` of
 * tests/support/cluster/postgres-server.ts unless it goes with a folder or an account. What is read and then written in one
 * transaction must hold on a database that runs several at once: see sql-dialect.ts.
 */

export interface FolderRow {
  folder_id: string;
  company_id: string;
  user_id: string;
  meta_data: string;
  resolution_status: string;
  system_resolution: string;
  /** The last decision of an operator on one of its analyses. */
  operator_status: string | null;
  operator_comment: string | null;
  /** Null unless its files were removed and none came after. */
  time_cleared: number | null;
  shared_token: string | null;
  time_created: number;
  time_updated: number;
}

/** One row per top-level scalar of a folder's meta_data, so that `key==value` is an index look-up. */
export interface FolderMetaRow {
  folder_id: string;
  key: string;
  value: string;
  /** The folder's, so that a value is found within a window of time without looking at the folders that have it. */
  time_created: number;
}

export interface MediaRow {
  media_id: string;
  folder_id: string;
  field_name: string;
  kind: string;
  original_name: string;
  static_name: string;
  frames_token: string | null;
  frame_count: number;
  bytes: number;
  sha256: string;
  tags: string;
  meta_data: string;
  seen_before: number;
  /** Place in its folder, in the order of arrival. */
  position: number;
  time_created: number;
  time_updated: number;
}

export interface AnalysisRow {
  analysis_id: string;
  folder_id: string;
  type: string;
  state: string;
  resolution: string | null;
  source_media: string;
  params: string;
  results_data: string | null;
  results_media: string;
  error_message: string | null;
  attempts: number;
  meta_data: string;
  /** Place among those of its call. */
  position: number;
  time_created: number;
  time_updated: number;
  time_started: number | null;
  time_finished: number | null;
}

interface IdempotencyRow {
  user_id: string;
  key: string;
  fingerprint: string;
  folder_id: string;
  reply: string | null;
}

export interface AccountRow {
  user_id: string;
  company_id: string;
  user_type: string;
  email: string;
  password_hash: string | null;
  first_name: string;
  last_name: string;
  middle_name: string;
  start_biometry: number;
  start_quality: number;
  start_collection: number;
  meta_data: string;
}

export interface CompanyRow {
  company_id: string;
  name: string;
  retention_days: number | null;
  meta_data: string;
  time_created: number;
  /** Null unless it is being removed. */
  time_retired: number | null;
}

interface CaptureSessionRow {
  token_id: string;
  user_id: string;
  folder_id: string | null;
  expires_at: number;
}

export interface WebhookRow {
  webhook_id: string;
  company_id: string;
  url: string;
  secret: string;
  events: string;
  active: number;
  time_created: number;
  time_updated: number;
}

export interface FolderWebhookRow {
  folder_id: string;
  url: string;
  secret: string;
  events: string;
}

export interface DeliveryRow {
  delivery_id: string;
  webhook_id: string | null;
  company_id: string;
  folder_id: string | null;
  analysis_id: string | null;
  url: string;
  secret: string;
  event: string;
  body: string | null;
  state: string;
  attempts: number;
  next_at: number;
  last_status: number | null;
  last_error: string | null;
  time_created: number;
  time_finished: number | null;
}

/** Finished analyses of one day, one user, one type and one resolution. */
interface AnalysisCountRow {
  /** Days since the epoch, UTC. */
  day: number;
  company_id: string;
  user_id: string;
  type: string;
  resolution: string;
  count: number;
  milliseconds: number;
}

export interface CompanyItemRow {
  item_id: string;
  company_id: string;
  kind: string;
  name: string;
  body: string;
  time_created: number;
  time_updated: number;
}

interface SecretRow {
  name: string;
  value: string;
}

interface TaskRow {
  task: string;
  until: number;
}

export interface SessionRow {
  session_id: string;
  user_id: string;
  access_hash: string;
  expire_hash: string;
  expires_at: number;
  replaces: string | null;
}

export interface CollectionRow {
  collection_id: string;
  company_id: string;
  alias: string;
  meta_data: string;
  revision: number;
  removal_revision: number;
  time_created: number;
  time_updated: number;
}

export interface PersonRow {
  person_id: string;
  collection_id: string;
  meta_data: string;
  time_created: number;
  time_updated: number;
}

export interface PersonImageRow {
  person_image_id: string;
  person_id: string;
  collection_id: string;
  original_name: string;
  static_name: string;
  tags: string;
  model: string;
  /** Little-endian float32 numbers in base64. */
  embedding: string;
  revision: number;
  time_created: number;
}

/** The perceptual hash of one frame. */
export interface FrameHashRow {
  media_id: string;
  position: number;
  /** The first 64 of its 256 bits, hex. */
  key: string;
  hash: string;
  /** Of the media. */
  time_created: number;
}

export interface Schema {
  collection: CollectionRow;
  person: PersonRow;
  person_image: PersonImageRow;
  folder: FolderRow;
  folder_meta: FolderMetaRow;
  media: MediaRow;
  frame_hash: FrameHashRow;
  analysis: AnalysisRow;
  idempotency: IdempotencyRow;
  account: AccountRow;
  session: SessionRow;
  company: CompanyRow;
  company_item: CompanyItemRow;
  capture_session: CaptureSessionRow;
  webhook: WebhookRow;
  folder_webhook: FolderWebhookRow;
  webhook_delivery: DeliveryRow;
  analysis_count: AnalysisCountRow;
  secret: SecretRow;
  task: TaskRow;
}
