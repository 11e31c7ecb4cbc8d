import type { TracingConfig } from '@presence/tracing';
import type { QueueName } from '../model/queues.data.ts';

/** `api` answers and hands in analyses, `worker` carries them out, `all` does both. */
export const ROLES = ['all', 'api', 'worker'] as const;
export type Role = (typeof ROLES)[number];

/** Everything the engine can be told, after checking. One field, one environment variable; see docs/engine-api.md. */
export interface EngineConfig {
  readonly role: Role;
  readonly host: string;
  readonly port: number;
  /** Of idle connections. */
  readonly keepAliveMs: number;
  /** In which the headers of a request must have come. */
  readonly headersTimeoutMs: number;
  /** Start of every link the engine hands out, without a trailing slash. */
  readonly publicUrl: string;
  /** Absolute path. */
  readonly dataDir: string;
  /** PostgreSQL instead of the SQLite file in `dataDir`. Holds a password. */
  readonly databaseUrl: string | undefined;
  /** The queue that several processes share, instead of one in this process. The address holds a password. */
  readonly redis: { readonly url: string; readonly prefix: string } | undefined;
  /** Media in a bucket instead of in `dataDir`. */
  readonly s3: S3Config | undefined;
  /** Absolute path. */
  readonly modelsDir: string;
  /** Absolute path of the manifest of the operator's own presentation-attack models. */
  readonly padManifest: string | undefined;
  readonly threads: number;
  /** Queues in Redis this process takes work from. */
  readonly queues: readonly QueueName[];
  /** Analyses of each queue this process carries out at once. */
  readonly analysesAtOnce: number;
  readonly maxFiles: number;
  readonly maxFileBytes: number;
  readonly analysisTimeoutMs: number;
  /** How long an analysis may wait for a worker; 0 for ever. */
  readonly waitMs: number;
  /** How many days of past captures a new one's frames are compared with; 0 for none. */
  readonly replayDays: number;
  readonly serviceToken: string | undefined;
  readonly sessions: SessionConfig;
  readonly webhooks: WebhookConfig;
  /** Days folders are kept unless their company says otherwise; 0 for ever. */
  readonly retentionDays: number;
  /** How often what is over its time is looked for. */
  readonly maintenanceMs: number;
  readonly admin: { readonly email: string; readonly password: string } | undefined;
  readonly logLevel: LogLevel;
  /** From OpenTelemetry's own variables. */
  readonly tracing: TracingConfig;
}

export interface SessionConfig {
  /** Sessions of people, and of service accounts; both move on with use. */
  readonly userMs: number;
  readonly serviceMs: number;
  /** Life of a capture session's token. */
  readonly captureMs: number;
  /** PKCS#8 in PEM form; undefined: the database has one for all processes. */
  readonly key: string | undefined;
}

export interface WebhookConfig {
  /** A receiver for everything. */
  readonly everything: { readonly url: string; readonly secret: string } | undefined;
  /** Hosts (`hooks.example`, `*.example`) and networks (`10.0.0.0/8`) that are private and may be called all the same. */
  readonly allow: readonly string[];
  /** Waits before another attempt; after the last one it is given up. */
  readonly retryMs: readonly number[];
  readonly timeoutMs: number;
}

export interface S3Config {
  readonly bucket: string;
  /** Start of every key, without slashes at its ends; '' for none. */
  readonly prefix: string;
  readonly region: string;
  /** Address of a server that is not Amazon's. */
  readonly endpoint: string | undefined;
  /** Undefined: as the AWS SDK finds them. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
