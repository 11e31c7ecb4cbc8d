import { type TelemetryBatch, telemetryBatchSchema } from '@presence/protocol';
import type { RequestHandler, Response } from 'express';
import { AdapterError } from '../model/adapter-error.ts';
import type { AdapterMetrics } from '../model/adapter-metrics.ts';
import type { Logger } from '../model/logger.ts';
import type { RateCounter } from '../model/rate-counter.ts';
import { bindSession } from '../model/request-session.ts';
import { schemaIssues } from '../model/schema-issues.ts';
import type { Session } from '../model/session.ts';
import { BATCHES_A_MINUTE } from './telemetry.data.ts';

const MINUTE_MS = 60_000;

export interface TelemetryParts {
  /** Checks a session token that came in the body. */
  readonly authenticate: (token: string, response: Response) => Promise<Session>;
  readonly rateCounter: RateCounter;
  readonly metrics: AdapterMetrics;
  readonly logger: Logger;
}

/**
 * `POST /tm.php`: events of one capture window. sendBeacon sends text/plain, so the body arrives as text. Batches are counted by
 * session, which cannot fill the log.
 */
export function telemetryRoute(parts: TelemetryParts): RequestHandler {
  const { authenticate, rateCounter, metrics, logger } = parts;
  return async (request, response) => {
    const batch = parseBatch(request.body);
    const session = await authenticate(batch.session_token, response);
    if (session.id !== batch.event_session_id)
      throw new AdapterError('session_token_invalid', 'The session token is of another session.');
    bindSession(response, session);
    await limit(rateCounter, session.id);
    for (const { name, time_ms, data } of batch.events) {
      metrics.telemetryEvent(name, time_ms);
      logger.info({ event_session_id: session.id, event: name, timeMs: time_ms, data }, 'telemetry');
    }
    response.status(204).end();
  };
}

async function limit(counter: RateCounter, sessionId: string): Promise<void> {
  const { calls, leftMs } = await counter.count(`telemetry of ${sessionId}`, MINUTE_MS);
  if (calls > BATCHES_A_MINUTE)
    throw new AdapterError(
      'rate_limited',
      'This session sends too much telemetry; send fewer, larger batches.',
      {
        retryAfterSeconds: Math.ceil(leftMs / 1000),
      },
    );
}

function parseBatch(body: unknown): TelemetryBatch {
  const parsed = telemetryBatchSchema.safeParse(fromText(body));
  if (parsed.success) return parsed.data;
  throw new AdapterError('request_invalid', 'The telemetry batch is malformed; context.issues says where.', {
    context: {
      issues: schemaIssues(parsed.error),
    },
  });
}

function fromText(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
