import type { EngineErrorCode } from '../model/engine-error.ts';

/** `status`: HTTP. `oz`: `error_code` of the envelope, Oz page "HTTP return codes"; 13, 14 and what a container lacks from "OzCapsula data container". */
export interface ErrorEntry {
  readonly status: number;
  readonly oz: number;
}

const UNKNOWN = 0;
const NOT_ALLOWED = 1;
const INVALID_STRUCTURE = 3;
const INVALID_VALUE = 4;
const INVALID_TYPE = 5;
const AUTH_NOT_PROVIDED = 6;
const AUTH_INVALID = 7;
const AUTH_EXPIRED = 8;
const AUTH_FORBIDDEN = 9;
const NOT_EXIST = 10;
const EXTERNAL_SERVICE = 11;
/** Recalled, nowhere documented. */
const DATABASE = 12;
const NO_CONTAINER = 13;
const CONTAINER_UNREADABLE = 14;

export const ERROR_TABLE: Readonly<Record<EngineErrorCode, ErrorEntry>> = {
  analysis_type_unsupported: { status: 400, oz: INVALID_VALUE },
  auth_expired: { status: 401, oz: AUTH_EXPIRED },
  auth_forbidden: { status: 403, oz: AUTH_FORBIDDEN },
  auth_invalid: { status: 401, oz: AUTH_INVALID },
  auth_not_provided: { status: 401, oz: AUTH_NOT_PROVIDED },
  body_too_large: { status: 413, oz: INVALID_VALUE },
  busy: { status: 503, oz: EXTERNAL_SERVICE },
  config_invalid: { status: 500, oz: UNKNOWN },
  conflict: { status: 409, oz: INVALID_VALUE },
  container_damaged: { status: 400, oz: INVALID_TYPE },
  container_media_missing: { status: 400, oz: INVALID_VALUE },
  container_missing: { status: 400, oz: NO_CONTAINER },
  container_payload_missing: { status: 400, oz: INVALID_STRUCTURE },
  container_unreadable: { status: 400, oz: CONTAINER_UNREADABLE },
  data_in_use: { status: 500, oz: UNKNOWN },
  database_failed: { status: 500, oz: DATABASE },
  file_too_large: { status: 413, oz: INVALID_VALUE },
  idempotency_conflict: { status: 409, oz: INVALID_VALUE },
  internal: { status: 500, oz: UNKNOWN },
  invalid_structure: { status: 400, oz: INVALID_STRUCTURE },
  invalid_type: { status: 400, oz: INVALID_TYPE },
  invalid_value: { status: 400, oz: INVALID_VALUE },
  login_throttled: { status: 429, oz: AUTH_FORBIDDEN },
  media_unsupported: { status: 415, oz: INVALID_VALUE },
  method_not_allowed: { status: 405, oz: NOT_ALLOWED },
  not_found: { status: 404, oz: NOT_EXIST },
  port_in_use: { status: 500, oz: UNKNOWN },
  shutting_down: { status: 503, oz: EXTERNAL_SERVICE },
  storage_failed: { status: 500, oz: UNKNOWN },
  storage_full: { status: 507, oz: EXTERNAL_SERVICE },
  too_many_files: { status: 413, oz: INVALID_VALUE },
  upload_aborted: { status: 400, oz: INVALID_STRUCTURE },
};
