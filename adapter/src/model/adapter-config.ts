import type { ActionRules, Architecture, PhotoSource, ResultMode } from '@presence/protocol';

/**
 * The adapter's effective configuration. Every property has the same name here, in `app_config.json`, in the
 * environment (`WA_` and the name in capitals) and in docs/configuration.md. `null` means: not set.
 * The schema in config/ produces it; the keys of the first block are those of the documented `app_config.json`.
 */
export interface AdapterConfig extends DocumentedConfig, OwnConfig {}

interface DocumentedConfig extends ActionRules {
  readonly use_for_liveness: boolean;
  readonly preinit: 'off' | 'script' | 'full';
  readonly architecture: Architecture;
  /** Always ends in a slash, so that `new URL('version', api_url)` is below it. */
  readonly api_url: string;
  readonly api_token: string | null;
  readonly api_use_token: 'config' | 'client';
  readonly use_wasm_container: boolean;
  readonly api_use_session_token: 'api' | 'client';
  readonly lang_allow: readonly string[];
  readonly lang_default: string;
  readonly photo_source: readonly PhotoSource[];
  readonly analyses: {
    readonly quality: boolean;
    readonly biometry: boolean;
    readonly documents: boolean;
  };
  readonly collection_ids: readonly string[];
  readonly extract_best_shot: boolean;
  readonly result_mode: ResultMode;
  /** Annotations by code; the shapes are in result-codes.ts. */
  readonly result_codes: Readonly<Record<string, unknown>> | readonly unknown[] | null;
  readonly delete_old_sessions: boolean;
  readonly delete_old_sessions_offset_minutes: number;
  readonly save_lossless_frame: boolean;
  readonly video_file_format: 'zip' | 'mov';
  readonly debug: boolean;
  readonly load_3d_mask: boolean;
  readonly enable_3d_mask: boolean;
  readonly master_license_signature: string | null;
  /** Milliseconds. */
  readonly results_polling_interval: number;
  /** Seconds by `<os>_<browser>`; `default_default` holds for all others. */
  readonly get_user_media_timeout: Readonly<Record<string, number>>;
  readonly disable_adapter_errors_on_screen: boolean;
}

interface OwnConfig {
  /** From `HOST` and `PORT`; only the environment sets them. */
  readonly host: string;
  readonly port: number;
  /** Of idle connections; only the environment sets it and the next. */
  readonly keep_alive_seconds: number;
  readonly headers_timeout_seconds: number;
  /** From `PRESENCE_DATA`, absolute. */
  readonly data_dir: string;
  /** Keeps sessions and rate limits for several replicas; only the environment sets it. */
  readonly redis_url: string | null;
  /** Exact origins, or `*` alone; empty: no CORS headers at all. */
  readonly cors_origins: readonly string[];
  readonly cors_methods: readonly string[];
  readonly cors_headers: readonly string[];
  /** As configured; a relative path counts from the working directory. Messages name it like this. */
  readonly license_file: string;
  readonly license_public_keys: string;
  /** Where licence notices go; none, any or both of the two ways. */
  readonly license_webhook_url: string | null;
  readonly license_mail_to: readonly string[];
  readonly license_mail_from: string;
  readonly smtp_url: string | null;
  /** Monitoring series go to this InfluxDB, and to the plug-ins. */
  readonly influx_url: string | null;
  readonly influx_org: string;
  readonly influx_bucket: string;
  readonly influx_token: string | null;
  readonly monitoring_flush_ms: number;
  readonly monitoring_plugins: readonly string[];
  /** Where traces go; null: nowhere. The names of the variables are OpenTelemetry's. */
  readonly otel_endpoint: string | null;
  readonly otel_headers: string | null;
  readonly otel_service_name: string;
  readonly otel_traces_ratio: number;
  /** Absolute. */
  readonly plugin_dir: string;
  /** Absolute; the folder may be absent. */
  readonly demo_dir: string;
  readonly log_level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Login instead of a token: the service account's e-mail and password. Both or neither. */
  readonly api_email: string | null;
  readonly api_password: string | null;
  /** Holds the API token when neither `api_token` nor a login is set; may appear after the start. Absolute. */
  readonly api_token_file: string;
  /** Milliseconds until one call to the backend counts as timed out. */
  readonly backend_timeout_ms: number;
  /** Milliseconds the adapter polls one analysis before it reports `analysis_failed`. */
  readonly analysis_timeout_ms: number;
  readonly delivery_concurrency: number;
  readonly session_lifetime_seconds: number;
  /** Session openings one address may make in a minute; 0 switches the limit off. */
  readonly rate_limit_per_minute: number;
  /** The same for one origin. */
  readonly rate_limit_origin_per_minute: number;
  /** Seconds in which an upload has to get on. */
  readonly upload_stall_seconds: number;
  /** Reverse proxies in front, whose `X-Forwarded-*` headers count (Express `trust proxy`). */
  readonly trust_proxy_hops: number;
}

type ConfigKey = keyof AdapterConfig;

/** Where a value came from. */
export type ConfigSource =
  | { readonly kind: 'default' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'env-file'; readonly name: string; readonly path: string };

/** One row of the configuration report of `--check-config` and `/debug.php`; secrets are masked already. */
export interface ConfigRow {
  readonly key: ConfigKey;
  readonly value: string;
  readonly source: string;
  readonly secret: boolean;
}
