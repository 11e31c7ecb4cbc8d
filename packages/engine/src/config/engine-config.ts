/** Everything the engine can be told, after checking. One field, one environment variable; see docs/engine-api.md. */
export interface EngineConfig {
  readonly host: string;
  readonly port: number;
  /** Start of every link the engine hands out, without a trailing slash. */
  readonly publicUrl: string;
  /** Absolute path. */
  readonly dataDir: string;
  /** PostgreSQL instead of the SQLite file in `dataDir`. Holds a password. */
  readonly databaseUrl: string | undefined;
  /** Absolute path. */
  readonly modelsDir: string;
  /** Absolute path of the manifest of the operator's own presentation-attack models. */
  readonly padManifest: string | undefined;
  readonly threads: number;
  readonly maxFiles: number;
  readonly maxFileBytes: number;
  readonly analysisTimeoutMs: number;
  readonly serviceToken: string | undefined;
  readonly admin: { readonly email: string; readonly password: string } | undefined;
  readonly logLevel: LogLevel;
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
