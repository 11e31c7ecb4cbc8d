import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import {
  type CaptureAction,
  chooseActions,
  type InitRequest,
  type InitResponse,
  initRequestSchema,
  LIMITS,
  type TraceContext,
  writeTraceparent,
} from '@presence/protocol';
import type { RequestHandler } from 'express';
import { importJWK } from 'jose';
import type { AdapterConfig } from '../model/adapter-config.ts';
import { AdapterError } from '../model/adapter-error.ts';
import type { AdapterMetrics } from '../model/adapter-metrics.ts';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import { contextOf } from '../model/request-context.ts';
import { bindSession } from '../model/request-session.ts';
import { schemaIssues } from '../model/schema-issues.ts';
import type { Session } from '../model/session.ts';
import type { SessionStore } from '../model/session-store.ts';
import type { SessionTokens } from './session-token.ts';
import { NONCE_BYTES } from './sessions.data.ts';

export interface InitParts {
  readonly config: AdapterConfig;
  readonly store: SessionStore;
  readonly tokens: SessionTokens;
  readonly metrics: AdapterMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** `POST /init.php`: opens a session and says what has to be captured. Expects the body parsed as JSON. */
export function initRoute(parts: InitParts): RequestHandler {
  return async (request, response) => {
    if (!request.is('json'))
      throw new AdapterError('media_type_unsupported', 'init.php takes application/json.', {
        context: { content_type: request.get('content-type') ?? '' },
      });
    const body = parseInit(request.body);
    const { origin, trace } = contextOf(response);
    if (origin === undefined)
      throw new AdapterError(
        'origin_missing',
        'init.php was called without an Origin header; call it from a page, not from a server.',
      );
    const session = await newSession(parts, body, { origin, trace });
    await parts.store.create(session);
    bindSession(response, session);
    parts.metrics.sessionOpened();
    parts.logger.info({ event_session_id: session.id, origin, actions: session.actions }, 'session opened');
    const answer: InitResponse = {
      event_session_id: session.id,
      session_token: await parts.tokens.issue(session),
      challenge: { nonce: session.nonce, actions: [...session.actions] },
      limits: {
        max_container_bytes: LIMITS.maxContainerBytes,
        max_frames_per_action: LIMITS.maxFramesPerAction,
        max_file_bytes: LIMITS.maxFileBytes,
      },
      expires_at: Math.floor(session.uploadUntil / 1000),
      expires_in: parts.config.session_lifetime_seconds,
    };
    response.json(answer);
  };
}

function parseInit(body: unknown): InitRequest {
  const parsed = initRequestSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AdapterError('request_invalid', 'The body of init.php is malformed; context.issues says where.', {
    context: { issues: schemaIssues(parsed.error) },
  });
}

interface Caller {
  readonly origin: string;
  readonly trace: TraceContext | undefined;
}

async function newSession(parts: InitParts, body: InitRequest, { origin, trace }: Caller): Promise<Session> {
  const { config, clock } = parts;
  requireClientTokens(config, body);
  await requirePointOnCurve(body);
  const now = clock.now();
  return {
    version: 1,
    id: randomUUID(),
    origin,
    createdAt: now,
    uploadUntil: now + config.session_lifetime_seconds * 1000,
    deliverUntil: now + config.delete_old_sessions_offset_minutes * 60_000,
    nonce: randomBytes(NONCE_BYTES).toString('base64url'),
    actions: challengeOf(config, body),
    clientKey: body.client_key,
    traceparent: trace === undefined ? null : writeTraceparent(trace),
    meta: body.meta ?? {},
    extractBestShot: body.params?.extract_best_shot ?? config.extract_best_shot,
    clientToken: config.api_use_token === 'client' ? (body.token ?? null) : null,
    backendSessionToken: config.api_use_session_token === 'client' ? (body.session_token ?? null) : null,
    refusedUploads: 0,
    state: { kind: 'open' },
  };
}

function challengeOf(config: AdapterConfig, { action }: InitRequest): CaptureAction[] {
  const chosen = chooseActions(config, action, (below) => randomInt(below));
  if (chosen.length > 0) return [...chosen];
  throw new AdapterError(
    'action_not_allowed',
    'None of the asked actions is allowed; see video_actions_list and photo_actions_list.',
    { context: { asked: action ?? [] } },
  );
}

function requireClientTokens(config: AdapterConfig, body: InitRequest): void {
  const missing =
    config.api_use_token === 'client' && !body.token
      ? 'token'
      : config.api_use_session_token === 'client' && !body.session_token
        ? 'session_token'
        : undefined;
  if (missing !== undefined)
    throw new AdapterError(
      'client_token_missing',
      `The configuration expects the page to pass "${missing}" to open(), and it did not.`,
      { context: { option: missing } },
    );
}

/** A well-formed JWK may still name a point that is not on the curve. */
async function requirePointOnCurve(body: InitRequest): Promise<void> {
  try {
    await importJWK({ ...body.client_key }, 'ES256');
  } catch (cause) {
    throw new AdapterError('request_invalid', 'client_key is not a point of the P-256 curve.', {
      cause,
      context: { issues: [{ path: 'client_key', message: 'not a P-256 public key' }] },
    });
  }
}
