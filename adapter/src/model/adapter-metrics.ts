import type { ErrorCode } from '@presence/protocol';

/** What the stages report; monitoring/ turns it into Prometheus series. Durations are seconds. */
export interface AdapterMetrics {
  sessionOpened(): void;
  containerAccepted(bytes: number, seconds: number): void;
  containerRefused(code: ErrorCode): void;
  backendCall(call: string, outcome: 'ok' | ErrorCode, seconds: number): void;
  deliveryRetried(code: ErrorCode): void;
  captureSettled(outcome: 'finished' | ErrorCode, seconds: number): void;
  /** `waiting`: captures not yet with the backend; `oldestSeconds`: age of the oldest of them. */
  spool(waiting: number, oldestSeconds: number): void;
  /** `timeMs`: since `open()`, as the browser says. */
  telemetryEvent(name: string, timeMs: number): void;
}
