import {
  acceptedResponseSchema,
  clientConfigSchema,
  initRequestSchema,
  initResponseSchema,
  LIMITS,
  resultPayloadSchema,
  telemetryBatchSchema,
} from '@presence/protocol';
import * as z from 'zod';

/** One address of the adapter, as `/openapi.json` describes it. */
export interface ApiOperation {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly summary: string;
  /** `bearer`: the session token of init.php in the Authorization header. */
  readonly auth?: 'bearer';
  readonly query?: Readonly<Record<string, z.core.$ZodType>>;
  readonly body?: { readonly type: string; readonly schema?: z.core.$ZodType };
  readonly status: number;
  readonly answer?: { readonly type: string; readonly schema?: z.core.$ZodType };
}

const JSON_TYPE = 'application/json';
const check = z.object({ ok: z.boolean() });

export const API_OPERATIONS: readonly ApiOperation[] = [
  {
    method: 'get',
    path: '/plugin_liveness.php',
    summary: 'The script a page embeds; defines OzLiveness. Query parameters are ignored.',
    status: 200,
    answer: { type: 'text/javascript' },
  },
  {
    method: 'get',
    path: '/plugin/{file}',
    summary: 'Styles, workers, WebAssembly and models; hashed names, cached for a year.',
    status: 200,
    answer: { type: 'application/octet-stream' },
  },
  {
    method: 'get',
    path: '/config.php',
    summary: 'What the page may know of the configuration. Licence and origin are checked here.',
    status: 200,
    answer: { type: JSON_TYPE, schema: clientConfigSchema },
  },
  {
    method: 'post',
    path: '/init.php',
    summary: 'Opens a capture session and says what has to be captured.',
    body: { type: JSON_TYPE, schema: initRequestSchema },
    status: 200,
    answer: { type: JSON_TYPE, schema: initResponseSchema },
  },
  {
    method: 'post',
    path: '/request.php',
    summary: `Uploads the capture container, at most ${LIMITS.maxContainerBytes} bytes. One per session.`,
    auth: 'bearer',
    body: { type: 'application/zip' },
    status: 202,
    answer: { type: JSON_TYPE, schema: acceptedResponseSchema },
  },
  {
    method: 'get',
    path: '/result.php',
    summary: 'The result in the configured result_mode; with "wait" the answer is held until there is one.',
    auth: 'bearer',
    query: { wait: z.int().min(0).max(LIMITS.maxWaitSeconds) },
    status: 200,
    answer: { type: JSON_TYPE, schema: resultPayloadSchema },
  },
  {
    method: 'get',
    path: '/best-shot.php',
    summary:
      'The best shot of a finished capture, in result_mode folder and full. An address of Presence itself.',
    auth: 'bearer',
    status: 200,
    answer: { type: 'image/jpeg' },
  },
  {
    method: 'post',
    path: '/tm.php',
    summary: 'Telemetry of the capture window; the session token travels in the body.',
    body: { type: JSON_TYPE, schema: telemetryBatchSchema },
    status: 204,
  },
  {
    method: 'get',
    path: '/debug.php',
    summary: 'Effective configuration, licence and backend state as a page. Only with debug: true.',
    status: 200,
    answer: { type: 'text/html' },
  },
  {
    method: 'get',
    path: '/license',
    summary: 'What is left of the licence.',
    status: 200,
    answer: {
      type: JSON_TYPE,
      schema: z.looseObject({ license_status: z.enum(['ok', 'warning', 'error']) }),
    },
  },
  {
    method: 'get',
    path: '/healthz',
    summary: 'The process answers.',
    status: 200,
    answer: { type: JSON_TYPE, schema: z.object({ status: z.literal('ok') }) },
  },
  {
    method: 'get',
    path: '/readyz',
    summary: 'Whether a capture would get a verdict now; 503 and what is missing if not.',
    status: 200,
    answer: {
      type: JSON_TYPE,
      schema: z.object({
        status: z.enum(['ready', 'not_ready']),
        checks: z.object({ licence: check, backend: check, disk: check, sessions: check }),
      }),
    },
  },
  {
    method: 'get',
    path: '/metrics',
    summary: 'Prometheus metrics.',
    status: 200,
    answer: { type: 'text/plain' },
  },
  {
    method: 'get',
    path: '/openapi.json',
    summary: 'This description.',
    status: 200,
    answer: { type: JSON_TYPE },
  },
];
