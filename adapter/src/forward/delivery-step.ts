import { randomInt } from 'node:crypto';
import { EVENT_SESSION_KEY, readTraceparent, type TraceContext } from '@presence/protocol';
import { type Tracing, withSpan } from '@presence/tracing';
import type { AdapterConfig } from '../model/adapter-config.ts';
import { AdapterError } from '../model/adapter-error.ts';
import type { BufferPool } from '../model/buffer-pool.ts';
import type { Clock } from '../model/clock.ts';
import type { Session } from '../model/session.ts';
import { analysisRecord, planAnalyses } from './analysis-plan.ts';
import { mayRecover } from './backend-failure.ts';
import type { BodyPart } from './body-pieces.ts';
import type { DeliveryEvent } from './delivery-transition.ts';
import { folderPayload, kindOfTags, type PlannedMedia, planMedia } from './folder-plan.ts';
import { multipartBody } from './multipart-body.ts';
import type { CallFor, OzClient, UploadOf } from './oz-client.ts';
import type { OzAnalysis, OzFolder } from './oz-schemas.ts';
import { retryDelay } from './retry-delay.ts';
import { openSpooledContainer, type SpooledContainer } from './spooled-container.ts';
import { fixedToken, type TokenSource } from './token-source.ts';

export interface StepParts {
  readonly config: AdapterConfig;
  readonly client: OzClient;
  readonly tokens: TokenSource;
  readonly clock: Clock;
  readonly tracing: Tracing;
  readonly spoolPath: (sessionId: string) => string;
  readonly buffers: BufferPool;
}

/** Does the next thing an accepted capture needs and says what came of it. Rejects only when `signal` fires. */
export async function runStep(
  parts: StepParts,
  session: Session,
  signal: AbortSignal,
): Promise<DeliveryEvent> {
  const { state } = session;
  // An adapter that was down for long must not deliver what nobody waits for any more.
  if (state.kind === 'accepted' && parts.clock.now() >= session.deliverUntil) return expiredEvent(parts);
  const kind = 'internal';
  const parent = readTraceparent(session.traceparent);
  const name = state.kind === 'analysing' ? 'poll' : 'deliver';
  try {
    return await withSpan(parts.tracing, name, { kind, parent }, (trace) =>
      nextStep(parts, session, signal, trace),
    );
  } catch (error) {
    if (signal.aborted) throw error;
    return failureEvent(parts, session, error);
  }
}

async function nextStep(
  parts: StepParts,
  session: Session,
  signal: AbortSignal,
  trace: TraceContext | undefined,
): Promise<DeliveryEvent> {
  const { state } = session;
  const tokens = session.clientToken === null ? parts.tokens : fixedToken(session.clientToken);
  const of: CallFor = { eventSessionId: session.id, tokens, signal, trace };
  switch (state.kind) {
    case 'accepted':
      return parts.config.architecture === 'lite'
        ? sendInstant(parts, session, of)
        : sendFolder(parts, session, of, state.retry.attempts);
    case 'uploaded':
      return startAnalyses(parts, session, of, state);
    case 'analysing': {
      const wanted = new Set(state.analyses.map(({ id }) => id));
      const seen = (await parts.client.awaitAnalyses(of, state.folderId)).map(recordFor(parts));
      const latest = new Map(seen.filter(({ id }) => wanted.has(id)).map((record) => [record.id, record]));
      const analyses = state.analyses.map((record) => latest.get(record.id) ?? record);
      return { kind: 'analyses_seen', at: parts.clock.now(), folderId: state.folderId, analyses };
    }
    default:
      throw new AdapterError('internal_error', `A session in the state "${state.kind}" has no next step.`);
  }
}

/** A repeated attempt first looks whether an earlier one arrived without our hearing of it. */
async function sendFolder(
  parts: StepParts,
  session: Session,
  of: CallFor,
  attempts: number,
): Promise<DeliveryEvent> {
  const known = attempts > 1 ? await parts.client.findFolder(of, session.createdAt) : undefined;
  const folder =
    known ??
    (await withUpload(parts, session, of, (_media, upload) =>
      parts.client.createFolder(of, upload(undefined)),
    ));
  return {
    kind: 'folder_created',
    at: parts.clock.now(),
    folderId: folder.folder_id,
    media: uploadedMedia(folder),
  };
}

async function sendInstant(parts: StepParts, session: Session, of: CallFor): Promise<DeliveryEvent> {
  const answer = await withUpload(parts, session, of, (media, upload) => {
    const named = media.map(({ key, kind }) => ({ id: key, kind }));
    const orders = planAnalyses(parts.config, named, session.extractBestShot);
    return parts.client.analyseInstantly(of, upload(orders));
  });
  const analyses = answer.analyses.map(recordFor(parts));
  return { kind: 'analyses_seen', at: parts.clock.now(), folderId: answer.folderId, analyses };
}

async function startAnalyses(
  parts: StepParts,
  session: Session,
  of: CallFor,
  state: Extract<Session['state'], { kind: 'uploaded' }>,
): Promise<DeliveryEvent> {
  const orders = planAnalyses(parts.config, state.media, session.extractBestShot);
  const started = state.retry.attempts > 1 ? await parts.client.listAnalyses(of, state.folderId) : [];
  const analyses =
    started.length > 0 || orders.length === 0
      ? started
      : await parts.client.startAnalyses(of, state.folderId, orders);
  return {
    kind: 'analyses_seen',
    at: parts.clock.now(),
    folderId: state.folderId,
    analyses: analyses.map(recordFor(parts)),
  };
}

type MakeUpload = (analyses: readonly unknown[] | undefined) => UploadOf;

/** Opens the spooled container for the length of one call. */
async function withUpload<T>(
  parts: StepParts,
  session: Session,
  of: CallFor,
  send: (media: readonly PlannedMedia[], upload: MakeUpload) => Promise<T>,
): Promise<T> {
  const sessionToken = await backendSessionToken(parts, session, of);
  const container = await openSpooledContainer(parts.spoolPath(session.id), parts.buffers);
  try {
    const media = planMedia(container.manifest, parts.config.save_lossless_frame);
    const meta = { ...session.meta, [EVENT_SESSION_KEY]: session.id };
    return await send(media, (analyses) => ({
      bytes: container.bytes,
      sessionToken,
      multipart: () =>
        multipartBody(
          folderPayload(media, meta, analyses),
          media.map((one) => ({
            name: one.key,
            fileName: one.fileName,
            contentType: one.contentType,
            content: contentOf(container, one),
          })),
          parts.buffers,
        ),
    }));
  } finally {
    container.close();
  }
}

/** The page's own, or a fresh one for each attempt, because it lives for minutes only. */
async function backendSessionToken(
  { config, client }: StepParts,
  { backendSessionToken }: Session,
  of: CallFor,
): Promise<string | null> {
  if (config.api_use_session_token === 'client') return backendSessionToken;
  return config.use_wasm_container ? client.sessionToken(of) : null;
}

function contentOf(container: SpooledContainer, media: PlannedMedia): readonly BodyPart[] {
  if ('file' in media.source) return container.file(media.source.file);
  const action = container.manifest.actions[media.source.actionIndex];
  if (action === undefined) throw new AdapterError('internal_error', `There is no action for ${media.key}.`);
  return container.shotSet(action);
}

/** What is kept of an analysis: the backend's whole answer only where the page may read it or the best shot it links to. */
function recordFor({ config }: StepParts) {
  const whole = config.result_mode === 'full' || config.result_mode === 'folder';
  return (analysis: OzAnalysis) =>
    whole ? analysisRecord(analysis) : { ...analysisRecord(analysis), raw: {} };
}

function uploadedMedia(folder: OzFolder) {
  return (folder.media ?? []).map(({ media_id, tags }) => ({ id: media_id, kind: kindOfTags(tags ?? []) }));
}

function failureEvent(parts: StepParts, session: Session, error: unknown): DeliveryEvent {
  const failure =
    error instanceof AdapterError
      ? error
      : new AdapterError('internal_error', 'The capture could not be passed on.', { cause: error });
  const attempts = 'retry' in session.state ? session.state.retry.attempts : 1;
  const recovers = mayRecover(failure, session.clientToken === null);
  return {
    kind: 'attempt_failed',
    at: parts.clock.now(),
    code: failure.code,
    message: failure.message,
    context: failure.context,
    detail: detailOf(failure.cause),
    delayMs: recovers
      ? retryDelay(attempts, randomInt(1_000_000) / 1_000_000, failure.retryAfterSeconds)
      : null,
  };
}

function expiredEvent(parts: StepParts): DeliveryEvent {
  return {
    kind: 'attempt_failed',
    at: parts.clock.now(),
    code: 'session_expired',
    message: 'The capture waited until its session expired.',
    context: {},
    detail: '',
    delayMs: 0,
  };
}

/** The innermost reason, for the log: fetch hides "connection refused" two causes deep. */
function detailOf(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  return cause.cause instanceof Error ? detailOf(cause.cause) : `${cause.name}: ${cause.message}`;
}
