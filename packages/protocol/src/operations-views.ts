import * as z from 'zod/mini';
import { ERROR_CODES } from './error-codes.data.ts';

/** What the adapter tells operators and probes. */

/** `GET /healthz` */
export const healthSchema = z.object({ status: z.literal('ok') });

/** `GET /readyz`: whether a capture would get a verdict now, and what is missing if not. */
export const readinessSchema = z.object({
  status: z.enum(['ready', 'not_ready']),
  checks: z.object({
    licence: z.object({ ok: z.boolean(), message: z.optional(z.string()) }),
    /** `latency_ms`: of the last answer. */
    backend: z.object({ ok: z.boolean(), latency_ms: z.number() }),
    disk: z.object({ ok: z.boolean() }),
    /** The store of sessions: files, or Redis. */
    sessions: z.object({ ok: z.boolean() }),
  }),
});
export type Readiness = z.infer<typeof readinessSchema>;

/* Without `.check()`: bundlers could not drop it from a page. */
const count = z.nullable(z.int());

/** `GET /license`: what is left of the licence. Null: not limited, not counted, or there is no licence to read. */
export const licenceViewSchema = z.object({
  license_status: z.enum(['ok', 'warning', 'error']),
  /** ISO 8601, UTC. */
  expiration_time: z.nullable(z.string()),
  /** Days. */
  license_period_rest: z.nullable(z.number()),
  liveness: z.boolean(),
  biometry: z.boolean(),
  collection: z.boolean(),
  analyses_limit: count,
  liveness_balance: count,
  faces_limit: count,
  faces_used: count,
  warnings: z.array(z.string()),
  errors: z.array(z.object({ code: z.enum(ERROR_CODES), message: z.string() })),
});
export type LicenceView = z.infer<typeof licenceViewSchema>;

/** `GET /openapi.json`: the part a caller may rely on; the rest is OpenAPI's. */
export const openapiSchema = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});
export type OpenapiDocument = z.infer<typeof openapiSchema>;
