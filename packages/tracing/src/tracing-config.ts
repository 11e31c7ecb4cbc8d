/** The standard settings of OpenTelemetry this product knows. */
export interface TracingConfig {
  /** `OTEL_EXPORTER_OTLP_ENDPOINT`: address of a collector that takes OTLP over HTTP; null: tracing is off. */
  readonly endpoint: string | null;
  /** `OTEL_EXPORTER_OTLP_HEADERS`: `name=value,…`, sent with every export. */
  readonly headers: string | null;
  /** `OTEL_SERVICE_NAME` */
  readonly serviceName: string;
  /** `OTEL_TRACES_SAMPLER_ARG`: share of traces that are kept, 0 to 1; chosen by trace id, so all programs keep the same. */
  readonly ratio: number;
}

export interface TracingParts {
  readonly version: string;
  /** Told when spans cannot be sent: the first time, and again after a success. */
  readonly onFailure: (error: unknown) => void;
}
