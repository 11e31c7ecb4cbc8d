import * as z from 'zod';
import { QUEUES } from '../model/queues.data.ts';
import { WEBHOOK_SECRET } from '../model/webhooks.ts';
import { LOG_LEVELS, ROLES } from './engine-config.ts';

const text = z.string().trim().min(1);
const integer = (min: number, max: number) =>
  z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.number().min(min).max(max));

/** Every environment variable the engine reads. `PRESENCE_DATA` is shared with the adapter, hence its name. */
export const environmentSchema = z.strictObject({
  ENGINE_ROLE: z.enum(ROLES).optional(),
  ENGINE_HOST: text.optional(),
  ENGINE_PORT: integer(0, 65_535).optional(),
  ENGINE_KEEP_ALIVE_SECONDS: integer(1, 3600).optional(),
  ENGINE_HEADERS_TIMEOUT_SECONDS: integer(1, 300).optional(),
  ENGINE_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  PRESENCE_DATA: text.optional(),
  ENGINE_DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be postgresql://user:password@host:port/database' })
    .optional(),
  ENGINE_REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'must be redis://:password@host:port/db, or rediss:// for TLS' })
    .optional(),
  ENGINE_REDIS_PREFIX: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores')
    .optional(),
  ENGINE_S3_BUCKET: text.optional(),
  ENGINE_S3_PREFIX: text.optional(),
  ENGINE_S3_REGION: text.optional(),
  ENGINE_S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  ENGINE_S3_ACCESS_KEY_ID: text.optional(),
  ENGINE_S3_SECRET_ACCESS_KEY: text.optional(),
  ENGINE_MODELS_DIR: text.optional(),
  ENGINE_PAD_MODELS: text.optional(),
  ENGINE_THREADS: integer(1, 64).optional(),
  ENGINE_QUEUES: z
    .string()
    .transform((names) => names.split(',').map((name) => name.trim()))
    .pipe(
      z.array(z.enum(QUEUES, { error: `must be names of ${QUEUES.join(' and ')}, with a comma between` })),
    )
    .optional(),
  ENGINE_ANALYSES_AT_ONCE: integer(1, 64).optional(),
  ENGINE_MAX_FILES: integer(1, 1000).optional(),
  ENGINE_MAX_FILE_BYTES: integer(1024, 1024 ** 3).optional(),
  ENGINE_ANALYSIS_TIMEOUT_SECONDS: integer(1, 3600).optional(),
  ENGINE_ANALYSIS_WAIT_MINUTES: integer(0, 10_080).optional(),
  ENGINE_REPLAY_DAYS: integer(0, 3650).optional(),
  ENGINE_SERVICE_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{32,512}$/, 'must be 32 to 512 printable characters without spaces')
    .optional(),
  ENGINE_ADMIN_EMAIL: z.email('must be an e-mail address').optional(),
  ENGINE_ADMIN_PASSWORD: z.string().min(12, 'must have at least 12 characters').max(1024).optional(),
  ENGINE_SESSION_MINUTES: integer(1, 1440).optional(),
  ENGINE_SERVICE_SESSION_DAYS: integer(1, 3650).optional(),
  ENGINE_CAPTURE_TOKEN_SECONDS: integer(30, 3600).optional(),
  ENGINE_SESSION_KEY: text.optional(),
  ENGINE_WEBHOOK_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  ENGINE_WEBHOOK_SECRET: z
    .string()
    .regex(WEBHOOK_SECRET, 'must be whsec_ followed by 24 to 64 bytes in base64')
    .optional(),
  ENGINE_WEBHOOK_ALLOW: z
    .string()
    .regex(
      /^[\w.:*/-]+( *, *[\w.:*/-]+)*$/,
      'must be hosts (hooks.example, *.example) and networks (10.0.0.0/8), with commas',
    )
    .optional(),
  ENGINE_WEBHOOK_RETRY_SECONDS: z
    .string()
    .regex(/^\d{1,6}( *, *\d{1,6}){0,19}$/, 'must be whole numbers with commas, at most 20')
    .optional(),
  ENGINE_WEBHOOK_TIMEOUT_SECONDS: integer(1, 60).optional(),
  ENGINE_RETENTION_DAYS: integer(0, 36_500).optional(),
  ENGINE_MAINTENANCE_MINUTES: integer(1, 1440).optional(),
  ENGINE_LOG_LEVEL: z.enum(LOG_LEVELS).optional(),
  /* Names of the OpenTelemetry specification, shared with the adapter. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: text.optional(),
  OTEL_SERVICE_NAME: text.optional(),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'must be a share from 0 to 1')
    .transform(Number)
    .optional(),
});

export type Environment = z.infer<typeof environmentSchema>;

/** Those of other products' names that the engine reads too; any other is none of its business. */
export const FOREIGN_NAMES: readonly string[] = [
  'PRESENCE_DATA',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_HEADERS_FILE',
  'OTEL_SERVICE_NAME',
  'OTEL_TRACES_SAMPLER_ARG',
];

/** Variables that may come from a file instead: `<NAME>_FILE` holds its path. */
export const SECRET_NAMES = [
  'ENGINE_SERVICE_TOKEN',
  'ENGINE_ADMIN_PASSWORD',
  'ENGINE_SESSION_KEY',
  'ENGINE_WEBHOOK_SECRET',
  'ENGINE_DATABASE_URL',
  'ENGINE_REDIS_URL',
  'ENGINE_S3_SECRET_ACCESS_KEY',
  'OTEL_EXPORTER_OTLP_HEADERS',
] as const;
