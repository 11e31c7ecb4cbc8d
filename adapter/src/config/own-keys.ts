import * as z from 'zod';
import {
  corsOrigin,
  httpToken,
  milliseconds,
  optionalHttpUrl,
  optionalText,
  optionalToken,
} from './value-types.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Defaults documented for `WA_CORS_METHODS` and `WA_CORS_HEADERS` (Oz administrator guide, environment variables). */
const CORS_METHODS = ['GET', 'POST', 'OPTIONS'];
const CORS_HEADERS = [
  'DNT',
  'X-CustomHeader',
  'Keep-Alive',
  'User-Agent',
  'X-Requested-With',
  'If-Modified-Since',
  'Cache-Control',
  'Content-Type',
];

/** Keys of Presence itself. `env` overrides the variable's name; `place: 'env'` keeps a key out of the file. */
export const OWN_KEYS = {
  host: z.string().min(1).default('127.0.0.1').meta({
    env: 'HOST',
    place: 'env',
    description:
      'Address to listen on; `0.0.0.0` for all. Put a TLS proxy in front of anything but localhost.',
  }),
  port: z.int().min(0).max(65_535).default(8080).meta({
    env: 'PORT',
    place: 'env',
    description: 'Port to listen on; 0 takes a free one.',
  }),
  keep_alive_seconds: z.int().min(1).max(3600).default(75).meta({
    place: 'env',
    unit: 'seconds',
    description:
      'How long an idle connection is kept for the next call. Longer than the load balancer in front keeps its own (nginx and Amazon ALB: 60), or it now and then sends into a connection that has just ended.',
  }),
  headers_timeout_seconds: z.int().min(1).max(300).default(15).meta({
    place: 'env',
    unit: 'seconds',
    description:
      'Time in which the headers of a call must have come, on a new connection from its beginning. Raise it for a load balancer that opens connections long before it uses them.',
  }),
  data_dir: z.string().min(1).default('data').meta({
    env: 'PRESENCE_DATA',
    place: 'env',
    path: true,
    description: 'Folder for sessions, waiting captures and generated secrets.',
  }),
  redis_url: optionalText.meta({
    place: 'env',
    secret: true,
    description:
      'Redis that keeps sessions and rate limits for several replicas: `redis://:password@redis.example:6379/0`, or `rediss://` for TLS. Unset: files in the data folder.',
  }),
  cors_origins: z.array(corsOrigin).default([]).meta({
    description: 'Origins of pages that embed the SDK from elsewhere, or `*`. Unset: no CORS headers at all.',
  }),
  cors_methods: z.array(httpToken).default(CORS_METHODS).meta({
    description: 'Methods allowed to those origins.',
  }),
  cors_headers: z.array(httpToken).default(CORS_HEADERS).meta({
    description:
      'Request headers allowed to those origins. `Authorization`, `Content-Type`, `traceparent` and `esid`, which the SDK sends, are always added.',
  }),
  license_file: z.string().min(1).default('license/license.json').meta({
    description: 'The licence. A relative path counts from the working directory and is what messages name.',
  }),
  license_public_keys: z.string().min(1).default('license/public-keys').meta({
    description: 'Folder with the public keys whose licences are accepted.',
  }),
  license_webhook_url: optionalHttpUrl.meta({
    secret: true,
    description:
      'Address that gets licence notices as JSON (POST). Secret, because such addresses often are.',
  }),
  license_mail_to: z.array(z.email()).default([]).meta({
    description: 'Who gets licence notices by e-mail; needs `smtp_url`.',
  }),
  license_mail_from: z.string().min(3).max(200).default('Presence <presence@localhost>').meta({
    description: 'Sender of these e-mails.',
  }),
  smtp_url: optionalText.meta({
    secret: true,
    description: 'Mail server: `smtps://user:password@mail.example:465`, or `smtp://` with STARTTLS.',
  }),
  influx_url: optionalHttpUrl.meta({
    description:
      'InfluxDB 2.x (or another that takes its line protocol) to which monitoring series are sent.',
  }),
  influx_org: z.string().max(200).default('').meta({ description: 'Organisation there.' }),
  influx_bucket: z.string().min(1).max(200).default('presence').meta({ description: 'Bucket there.' }),
  influx_token: optionalToken.meta({ secret: true, description: 'Token that may write to the bucket.' }),
  monitoring_flush_ms: milliseconds(100, 60_000).default(1000).meta({
    unit: 'ms',
    description: 'How often collected points are sent.',
  }),
  monitoring_plugins: z.array(z.string().min(1)).default([]).meta({
    description:
      'Modules that get every point too; paths count from the working directory. See monitoring.md.',
  }),
  otel_endpoint: optionalHttpUrl.meta({
    env: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    description:
      'OpenTelemetry collector that takes OTLP over HTTP, e.g. `http://127.0.0.1:4318`; traces go to `/v1/traces` there. Unset: no traces. Read at the start only, as are the next three.',
  }),
  otel_headers: optionalText.meta({
    env: 'OTEL_EXPORTER_OTLP_HEADERS',
    secret: true,
    description: 'Headers sent along: `name=value,…`.',
  }),
  otel_service_name: z.string().min(1).max(200).default('presence-adapter').meta({
    env: 'OTEL_SERVICE_NAME',
    description: 'Name of this program in the traces.',
  }),
  otel_traces_ratio: z.number().min(0).max(1).default(1).meta({
    env: 'OTEL_TRACES_SAMPLER_ARG',
    description: 'Share of captures that are traced, 0 to 1, chosen by their trace id.',
  }),
  plugin_dir: z.string().min(1).default('packages/web-sdk/dist-plugin').meta({
    path: true,
    description: 'Build of the browser SDK that is served.',
  }),
  demo_dir: z.string().min(1).default('demo/dist').meta({
    path: true,
    description: 'Static site served at `/`, if the folder exists.',
  }),
  log_level: z.enum(LOG_LEVELS).default('info').meta({ description: 'Least level that is logged.' }),
  api_email: optionalText.meta({ description: 'Login of the service account, instead of `api_token`.' }),
  api_password: optionalText.meta({ secret: true, description: 'Its password.' }),
  api_token_file: z.string().min(1).nullable().default(null).meta({
    env: 'WA_SERVICE_TOKEN_FILE',
    path: true,
    description:
      'File with the API token, read when needed; used when neither `api_token` nor a login is set. Default: `service-token` in the data folder, which the bundled engine writes.',
  }),
  backend_timeout_ms: milliseconds(1000, 600_000).default(30_000).meta({
    unit: 'ms',
    description: 'Time one call to the backend may take.',
  }),
  analysis_timeout_ms: milliseconds(5000, 3_600_000).default(300_000).meta({
    unit: 'ms',
    description: 'Time the backend may take to analyse one capture.',
  }),
  delivery_concurrency: z.int().min(1).max(64).default(4).meta({
    description: 'Captures delivered to the backend at the same time.',
  }),
  session_lifetime_seconds: z.int().min(60).max(3600).default(600).meta({
    unit: 'seconds',
    description: 'Time from `init.php` in which the capture must be uploaded.',
  }),
  rate_limit_per_minute: z.int().min(0).max(100_000).default(60).meta({
    description: 'Sessions one client address may open in a minute; 0 switches the limit off.',
  }),
  rate_limit_origin_per_minute: z.int().min(0).max(1_000_000).default(3000).meta({
    description:
      'Sessions the pages of one origin may open in a minute, from whatever addresses; 0 switches the limit off.',
  }),
  upload_stall_seconds: z.int().min(1).max(300).default(30).meta({
    unit: 'seconds',
    description: 'An upload that brings less than 16 KiB in this time is ended.',
  }),
  trust_proxy_hops: z.int().min(0).max(10).default(0).meta({
    description: 'Number of reverse proxies in front whose `X-Forwarded-*` headers are believed.',
  }),
};
