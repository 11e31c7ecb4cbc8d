import * as protocol from '@presence/protocol';
import * as z from 'zod';

/** What `/openapi.json` says of an address beside its operation. */
export interface ApiOperation {
  readonly operation: protocol.AdapterOperation<unknown>;
  readonly summary: string;
  readonly query?: Readonly<Record<string, z.core.$ZodType>>;
  readonly body?: { readonly type: string; readonly schema?: z.core.$ZodType };
  /** Codes of the error replies that are this address's own; `internal_error` may come from any. */
  readonly errors: readonly protocol.ErrorCode[];
}

const JSON_TYPE = 'application/json';

const ORIGIN: readonly protocol.ErrorCode[] = ['origin_missing', 'origin_not_allowed'];
const PAGE: readonly protocol.ErrorCode[] = [
  ...ORIGIN,
  'license_not_found',
  'license_invalid',
  'license_expired',
  'license_origin_denied',
  'license_limit_exceeded',
];
const SESSION: readonly protocol.ErrorCode[] = [
  'session_token_invalid',
  'session_not_found',
  'session_store_unavailable',
];
const BEARER: readonly protocol.ErrorCode[] = [...PAGE, 'session_token_missing', ...SESSION];

export const API_OPERATIONS: readonly ApiOperation[] = [
  {
    operation: protocol.loaderOperation,
    summary: 'The script a page embeds; defines OzLiveness. Query parameters are ignored.',
    errors: [],
  },
  {
    operation: protocol.pluginFileOperation,
    summary: 'Styles, workers, WebAssembly and models; hashed names, cached for a year.',
    errors: ['not_found'],
  },
  {
    operation: protocol.configOperation,
    summary: 'What the page may know of the configuration. Licence and origin are checked here.',
    errors: PAGE,
  },
  {
    operation: protocol.initOperation,
    summary: 'Opens a capture session and says what has to be captured.',
    body: { type: JSON_TYPE, schema: protocol.initRequestSchema },
    errors: [
      ...PAGE,
      'request_invalid',
      'action_not_allowed',
      'client_token_missing',
      'container_too_large',
      'media_type_unsupported',
      'rate_limited',
      'session_store_unavailable',
      'storage_full',
    ],
  },
  {
    operation: protocol.requestOperation,
    summary: `Uploads the capture container, at most ${protocol.LIMITS.maxContainerBytes} bytes. One per session.`,
    body: { type: 'application/zip' },
    errors: [
      ...BEARER,
      'session_token_expired',
      'session_token_used',
      'media_type_unsupported',
      'rate_limited',
      'upload_too_slow',
      'container_too_large',
      'container_malformed',
      'container_manifest_invalid',
      'container_signature_invalid',
      'container_nonce_invalid',
      'container_file_missing',
      'container_file_extra',
      'container_file_altered',
      'container_times_invalid',
      'container_actions_mismatch',
      'container_photo_source_denied',
      'container_video_format_denied',
      'storage_full',
    ],
  },
  {
    operation: protocol.resultOperation,
    summary: 'The result in the configured result_mode; with "wait" the answer is held until there is one.',
    query: { wait: z.int().min(0).max(protocol.LIMITS.maxWaitSeconds) },
    errors: [...BEARER, 'request_invalid', 'backend_rejected', 'analysis_failed', 'session_expired'],
  },
  {
    operation: protocol.bestShotOperation,
    summary:
      'The best shot of a finished capture, in result_mode folder and full. An address of Presence itself.',
    errors: [
      ...BEARER,
      'not_found',
      'rate_limited',
      'backend_rejected',
      'backend_unreachable',
      'backend_answer_invalid',
      'backend_timeout',
    ],
  },
  {
    operation: protocol.telemetryOperation,
    summary: 'Telemetry of the capture window; the session token travels in the body.',
    body: { type: JSON_TYPE, schema: protocol.telemetryBatchSchema },
    errors: [
      ...ORIGIN,
      ...SESSION,
      'request_invalid',
      'media_type_unsupported',
      'container_too_large',
      'rate_limited',
    ],
  },
  {
    operation: protocol.debugOperation,
    summary: 'Effective configuration, licence and backend state as a page. Only with debug: true.',
    errors: ['not_found'],
  },
  { operation: protocol.licenceOperation, summary: 'What is left of the licence.', errors: [] },
  { operation: protocol.healthOperation, summary: 'The process answers.', errors: [] },
  {
    operation: protocol.readinessOperation,
    summary: 'Whether a capture would get a verdict now; 503 and what is missing if not.',
    errors: [],
  },
  { operation: protocol.metricsOperation, summary: 'Prometheus metrics.', errors: [] },
  { operation: protocol.openapiOperation, summary: 'This description.', errors: [] },
];
