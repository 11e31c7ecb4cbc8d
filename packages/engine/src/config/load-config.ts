import { dirname, join, resolve } from 'node:path';
import { EngineError } from '../model/engine-error.ts';
import { QUEUES } from '../model/queues.data.ts';
import { crossChecks } from './cross-checks.ts';
import type { EngineConfig } from './engine-config.ts';
import { type Environment, environmentSchema, FOREIGN_NAMES, SECRET_NAMES } from './environment-schema.ts';

export interface LoadConfigOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Number of processor cores. */
  readonly cores: number;
  readonly readFile: (path: string) => string;
  readonly exists: (path: string) => boolean;
}

/** Defaults, with origin where one is documented. */
const DEFAULTS = {
  host: '127.0.0.1',
  port: 8000,
  dataDir: 'data',
  maxThreads: 4,
  /** "Celery-tfss" takes two at a time unless set; ours too, 2026-11-22. */
  analysesAtOnce: 2,
  /** Longer than nginx and Amazon ALB keep their end (60): whoever ends first resets a call that is on its way. */
  keepAliveSeconds: 75,
  headersTimeoutSeconds: 15,
  redisPrefix: 'presence',
  s3Region: 'us-east-1',
  /**
   * `OZ_ATTACHMENT_MAX_COUNT` is 10, on a newer page nothing bounds it; a capture of all gestures and photos the adapter takes, with a
   * lossless frame, has 17 (2026-11-23).
   */
  maxFiles: 20,
  /** `OZ_ATTACHMENT_MAX_SIZE`. */
  maxFileBytes: 10 * 1024 * 1024,
  /** Ours, 2026-11-22; `OZ_ANALYSE_PROCESSING_EXPIRE_TIMEOUT` is 15 min, ours takes seconds. */
  analysisTimeoutSeconds: 120,
  /** `OZ_ANALYSE_DELIVERY_EXPIRE_TIMEOUT`, 1 h. */
  analysisWaitMinutes: 60,
  /** Ours, 2026-11-22: longer than most sessions a recording could have been stolen from are of interest. */
  // A camera that plays a file, as on a desk where Presence is tried, shows the same frames with every capture.
  replayDays: 0,
  /** `OZ_SESSION_TTL`, Oz page "Authentication": 15 minutes, moved on by every request. */
  sessionMinutes: 15,
  /** `OZ_SESSION_LONGLIVE_TTL`, same page: 5 years for service accounts. */
  serviceSessionDays: 5 * 365,
  /** "Valid a few minutes", Oz page "OzCapsula data container"; the number is ours, 2026-11-22. */
  captureTokenSeconds: 300,
  /** `OZ_CELERY_RETRY_MAX_COUNT` is 7, `OZ_CELERY_RETRY_STEP` 30 s; growing waits outlast a night's outage (ours, 2026-11-22). */
  webhookRetrySeconds: '5, 30, 120, 600, 3600, 14400, 43200',
  /** Ours, 2026-11-22; `OZ_EXTERNAL_REQUEST_TIMEOUT` has no documented default. */
  webhookTimeoutSeconds: 10,
  maintenanceMinutes: 60,
} as const;

const MINUTE_MS = 60_000;

/**
 * Reads and checks the environment.
 * @throws EngineError `config_invalid` naming every variable that is wrong, all at once
 */
export function loadConfig(options: LoadConfigOptions): EngineConfig {
  const problems: string[] = [];
  const raw = withSecretsFromFiles(ownVariables(options.env), options.readFile, problems);
  const parsed = environmentSchema.safeParse(raw);
  if (!parsed.success) problems.push(...parsed.error.issues.flatMap(describe));
  problems.push(...crossChecks(raw));
  if (!parsed.success || problems.length > 0)
    throw new EngineError(
      'config_invalid',
      `The configuration is wrong:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
  return toConfig(parsed.data, options);
}

function toConfig(env: Environment, { cwd, cores, exists }: LoadConfigOptions): EngineConfig {
  const host = env.ENGINE_HOST ?? DEFAULTS.host;
  const port = env.ENGINE_PORT ?? DEFAULTS.port;
  const linkHost =
    host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  const admin =
    env.ENGINE_ADMIN_EMAIL !== undefined && env.ENGINE_ADMIN_PASSWORD !== undefined
      ? { email: env.ENGINE_ADMIN_EMAIL, password: env.ENGINE_ADMIN_PASSWORD }
      : undefined;
  return {
    role: env.ENGINE_ROLE ?? 'all',
    host,
    port,
    keepAliveMs: (env.ENGINE_KEEP_ALIVE_SECONDS ?? DEFAULTS.keepAliveSeconds) * 1000,
    headersTimeoutMs: (env.ENGINE_HEADERS_TIMEOUT_SECONDS ?? DEFAULTS.headersTimeoutSeconds) * 1000,
    publicUrl: (env.ENGINE_PUBLIC_URL ?? `http://${linkHost}:${port}`).replace(/\/+$/, ''),
    dataDir: resolve(cwd, env.PRESENCE_DATA ?? DEFAULTS.dataDir),
    databaseUrl: env.ENGINE_DATABASE_URL,
    redis: redisConfig(env),
    s3: s3Config(env),
    modelsDir: env.ENGINE_MODELS_DIR ? resolve(cwd, env.ENGINE_MODELS_DIR) : findModels(cwd, exists),
    padManifest: env.ENGINE_PAD_MODELS === undefined ? undefined : resolve(cwd, env.ENGINE_PAD_MODELS),
    threads: env.ENGINE_THREADS ?? Math.min(DEFAULTS.maxThreads, Math.max(1, cores)),
    queues: env.ENGINE_QUEUES ?? QUEUES,
    analysesAtOnce: env.ENGINE_ANALYSES_AT_ONCE ?? DEFAULTS.analysesAtOnce,
    maxFiles: env.ENGINE_MAX_FILES ?? DEFAULTS.maxFiles,
    maxFileBytes: env.ENGINE_MAX_FILE_BYTES ?? DEFAULTS.maxFileBytes,
    analysisTimeoutMs: (env.ENGINE_ANALYSIS_TIMEOUT_SECONDS ?? DEFAULTS.analysisTimeoutSeconds) * 1000,
    waitMs: (env.ENGINE_ANALYSIS_WAIT_MINUTES ?? DEFAULTS.analysisWaitMinutes) * MINUTE_MS,
    replayDays: env.ENGINE_REPLAY_DAYS ?? DEFAULTS.replayDays,
    serviceToken: env.ENGINE_SERVICE_TOKEN,
    sessions: sessionConfig(env),
    webhooks: webhookConfig(env),
    retentionDays: env.ENGINE_RETENTION_DAYS ?? 0,
    maintenanceMs: (env.ENGINE_MAINTENANCE_MINUTES ?? DEFAULTS.maintenanceMinutes) * MINUTE_MS,
    admin,
    logLevel: env.ENGINE_LOG_LEVEL ?? 'info',
    tracing: {
      endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
      headers: env.OTEL_EXPORTER_OTLP_HEADERS ?? null,
      serviceName: env.OTEL_SERVICE_NAME ?? 'presence-engine',
      ratio: env.OTEL_TRACES_SAMPLER_ARG ?? 1,
    },
  };
}

function sessionConfig(env: Environment): EngineConfig['sessions'] {
  return {
    userMs: (env.ENGINE_SESSION_MINUTES ?? DEFAULTS.sessionMinutes) * MINUTE_MS,
    serviceMs: (env.ENGINE_SERVICE_SESSION_DAYS ?? DEFAULTS.serviceSessionDays) * 24 * 60 * MINUTE_MS,
    captureMs: (env.ENGINE_CAPTURE_TOKEN_SECONDS ?? DEFAULTS.captureTokenSeconds) * 1000,
    key: env.ENGINE_SESSION_KEY,
  };
}

function webhookConfig(env: Environment): EngineConfig['webhooks'] {
  const { ENGINE_WEBHOOK_URL: url, ENGINE_WEBHOOK_SECRET: secret } = env;
  return {
    everything: url === undefined || secret === undefined ? undefined : { url, secret },
    allow: parts(env.ENGINE_WEBHOOK_ALLOW ?? ''),
    retryMs: parts(env.ENGINE_WEBHOOK_RETRY_SECONDS ?? DEFAULTS.webhookRetrySeconds).map(
      (seconds) => Number(seconds) * 1000,
    ),
    timeoutMs: (env.ENGINE_WEBHOOK_TIMEOUT_SECONDS ?? DEFAULTS.webhookTimeoutSeconds) * 1000,
  };
}

function parts(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function redisConfig(env: Environment): EngineConfig['redis'] {
  const { ENGINE_REDIS_URL: url, ENGINE_REDIS_PREFIX: prefix = DEFAULTS.redisPrefix } = env;
  return url === undefined ? undefined : { url, prefix };
}

function s3Config(env: Environment): EngineConfig['s3'] {
  const { ENGINE_S3_BUCKET: bucket, ENGINE_S3_REGION: region = DEFAULTS.s3Region } = env;
  const { ENGINE_S3_ACCESS_KEY_ID: accessKeyId, ENGINE_S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (bucket === undefined) return undefined;
  return {
    bucket,
    region,
    prefix: (env.ENGINE_S3_PREFIX ?? '').replace(/^\/+|\/+$/g, ''),
    endpoint: env.ENGINE_S3_ENDPOINT,
    credentials:
      accessKeyId === undefined || secretAccessKey === undefined
        ? undefined
        : { accessKeyId, secretAccessKey },
  };
}

/** `public/models` of this folder or of the nearest one above that has it. */
function findModels(cwd: string, exists: (path: string) => boolean): string {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const models = join(folder, 'public', 'models');
    if (exists(models)) return models;
    if (dirname(folder) === folder) return join(resolve(cwd), 'public', 'models');
  }
}

/** Only variables meant for the engine: the rest of the environment is not its business. Empty counts as not set. */
function ownVariables(env: LoadConfigOptions['env']): Record<string, string> {
  const own = Object.entries(env).filter(
    ([name]) => name.startsWith('ENGINE_') || FOREIGN_NAMES.includes(name),
  );
  return Object.fromEntries(own.filter((entry): entry is [string, string] => Boolean(entry[1])));
}

function withSecretsFromFiles(
  raw: Readonly<Record<string, string>>,
  readFile: (path: string) => string,
  problems: string[],
): Record<string, string> {
  const result: Record<string, string> = { ...raw };
  for (const name of SECRET_NAMES) {
    const path = result[`${name}_FILE`];
    delete result[`${name}_FILE`];
    if (path === undefined) continue;
    if (name in raw) problems.push(`${name} and ${name}_FILE: set only one of them`);
    try {
      result[name] = readFile(path).trim();
    } catch (error) {
      problems.push(`${name}_FILE: cannot read ${path} (${error instanceof Error ? error.message : error})`);
    }
  }
  return result;
}

function describe(issue: { code: string; path: PropertyKey[]; message: string; keys?: string[] }): string[] {
  if (issue.code === 'unrecognized_keys')
    return (issue.keys ?? []).map(
      (name) => `${name}: no such variable; see docs/engine-api.md for all of them`,
    );
  return [`${issue.path.join('.')}: ${issue.message}`];
}
