import { type TelemetryBatch, type TelemetryEvent, telemetryOperation } from '@presence/protocol';

/** Most events one batch may hold (protocol) and how long one waits for company. */
const MAX_BATCH = 100;
const FLUSH_AFTER_MS = 3000;

export interface Telemetry {
  /** Notes an event of this capture. Never frames, tokens, meta or anything about the person. */
  note(name: string, data?: TelemetryEvent['data']): void;
  /** Events can be sent from now on; earlier ones were kept. */
  identify(eventSessionId: string, sessionToken: string): void;
  flush(): void;
  /** Sends what is left. */
  close(): void;
}

export interface TelemetryOptions {
  readonly baseUrl: string;
  /** Milliseconds since `open()`. */
  now(): number;
  /** Seam for tests; a fetch that outlives the page by default. */
  send?(url: string, body: string): void;
}

/** Batches for `POST /tm.php`. Losing one is harmless, so nothing is retried and nothing waits for it. */
export function startTelemetry(options: TelemetryOptions): Telemetry {
  const send = options.send ?? sendInBackground;
  let identity: Pick<TelemetryBatch, 'event_session_id' | 'session_token'> | undefined;
  let events: TelemetryEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (identity === undefined || events.length === 0) return;
    const batch: TelemetryBatch = { ...identity, events };
    events = [];
    send(new URL(telemetryOperation.path, options.baseUrl).href, JSON.stringify(batch));
  };
  return {
    note: (name, data = {}) => {
      if (events.length >= MAX_BATCH) events.shift();
      events.push({ name, time_ms: Math.max(0, Math.round(options.now())), data: shortened(data) });
      if (events.length >= MAX_BATCH) flush();
      timer ??= setTimeout(flush, FLUSH_AFTER_MS);
    },
    identify: (eventSessionId, sessionToken) => {
      identity = { event_session_id: eventSessionId, session_token: sessionToken };
    },
    flush,
    close: flush,
  };
}

function shortened(data: TelemetryEvent['data']): TelemetryEvent['data'] {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      typeof value === 'string' ? value.slice(0, 500) : value,
    ]),
  );
}

/** As navigator.sendBeacon, but without the cookies that one always takes along. */
function sendInBackground(url: string, body: string): void {
  // text/plain needs no preflight from another origin.
  const headers = { 'Content-Type': 'text/plain;charset=UTF-8' };
  fetch(url, { method: 'POST', body, headers, keepalive: true, credentials: 'omit' }).catch(() => undefined);
}
