import type { ErrorCode } from '@presence/protocol';
import type { AnalysisRecord, RetryNote, SessionState, UploadedMedia } from '../model/session.ts';
import { hasFailed, isFinal } from './analysis-plan.ts';

/** What happened to an accepted capture on its way to the backend. `at`: ms since the epoch. */
export type DeliveryEvent =
  /** Written down before a call that changes the backend, so that a crash during it is noticed. */
  | { readonly kind: 'attempt_began'; readonly at: number }
  | {
      readonly kind: 'folder_created';
      readonly at: number;
      readonly folderId: string;
      readonly media: readonly UploadedMedia[];
    }
  | {
      readonly kind: 'analyses_seen';
      readonly at: number;
      readonly folderId: string;
      readonly analyses: readonly AnalysisRecord[];
    }
  | {
      readonly kind: 'attempt_failed';
      readonly at: number;
      readonly code: ErrorCode;
      readonly message: string;
      readonly context: Readonly<Record<string, unknown>>;
      /** For the log alone. */
      readonly detail: string;
      /** Null: trying again is pointless. */
      readonly delayMs: number | null;
    };

export interface DeliveryLimits {
  /** Ms since the epoch after which an undelivered capture is given up. */
  readonly deliverUntil: number;
  readonly analysisTimeoutMs: number;
}

export type DeliveryEffect =
  /** The backend has the media, or never will: the container can go. */
  | { readonly kind: 'drop_spool' }
  | { readonly kind: 'settled'; readonly outcome: 'finished' | ErrorCode; readonly tookMs: number };

export interface DeliveryStep {
  readonly state: SessionState;
  readonly effects: readonly DeliveryEffect[];
}

type Underway = Extract<SessionState, { kind: 'accepted' | 'uploaded' | 'analysing' }>;

/** The way of an accepted capture: accepted → uploaded → analysing → finished, or failed from anywhere. */
export function transition(state: SessionState, event: DeliveryEvent, limits: DeliveryLimits): DeliveryStep {
  if (state.kind === 'open' || state.kind === 'finished' || state.kind === 'failed') return stay(state);
  switch (event.kind) {
    case 'attempt_began':
      return stay({ ...state, retry: { ...state.retry, attempts: state.retry.attempts + 1 } });
    case 'folder_created':
      return afterFolder(state, event);
    case 'analyses_seen':
      return afterAnalyses(state, event, limits);
    case 'attempt_failed':
      return afterFailure(state, event, limits);
  }
}

function afterFolder(
  state: Underway,
  event: Extract<DeliveryEvent, { kind: 'folder_created' }>,
): DeliveryStep {
  if (state.kind !== 'accepted') return stay(state);
  const { acceptedAt } = state;
  const { folderId, media } = event;
  // What follows is announced with it: one write to the disk less.
  const retry = { ...freshRetry(), attempts: 1 };
  return {
    state: { kind: 'uploaded', acceptedAt, folderId, media: [...media], retry },
    effects: [{ kind: 'drop_spool' }],
  };
}

function afterAnalyses(
  state: Underway,
  event: Extract<DeliveryEvent, { kind: 'analyses_seen' }>,
  limits: DeliveryLimits,
): DeliveryStep {
  const { folderId, at } = event;
  const analyses = [...event.analyses];
  const { acceptedAt } = state;
  const spool: readonly DeliveryEffect[] = state.kind === 'accepted' ? [{ kind: 'drop_spool' }] : [];
  const failed = analyses.find(hasFailed);
  if (failed !== undefined)
    return fail(state, at, 'analysis_failed', `The backend could not finish the ${failed.name} analysis.`);
  if (analyses.every(isFinal))
    return {
      state: { kind: 'finished', acceptedAt, finishedAt: at, folderId, analyses },
      effects: [...spool, { kind: 'settled', outcome: 'finished', tookMs: at - acceptedAt }],
    };
  const startedAt = state.kind === 'analysing' ? state.startedAt : at;
  if (at - startedAt > limits.analysisTimeoutMs)
    return fail(state, at, 'analysis_failed', 'The backend did not finish the analyses in time.');
  return {
    state: { kind: 'analysing', acceptedAt, folderId, startedAt, analyses, retry: freshRetry() },
    effects: spool,
  };
}

function afterFailure(
  state: Underway,
  event: Extract<DeliveryEvent, { kind: 'attempt_failed' }>,
  limits: DeliveryLimits,
): DeliveryStep {
  const { at, code, message, context, delayMs } = event;
  if (delayMs === null) return fail(state, at, code, message, context);
  const until = state.kind === 'analysing' ? state.startedAt + limits.analysisTimeoutMs : limits.deliverUntil;
  if (at >= until)
    return state.kind === 'analysing'
      ? fail(state, at, 'analysis_failed', 'The backend did not finish the analyses in time.')
      : fail(state, at, 'session_expired', 'The capture could not be delivered before its session expired.', {
          last_code: code,
        });
  const attempts = state.kind === 'analysing' ? state.retry.attempts + 1 : state.retry.attempts;
  const retry: RetryNote = { attempts, nextAttemptAt: Math.min(at + delayMs, until), lastCode: code };
  return stay({ ...state, retry });
}

function fail(
  state: Underway,
  at: number,
  code: ErrorCode,
  message: string,
  context: Readonly<Record<string, unknown>> = {},
): DeliveryStep {
  return {
    state: { kind: 'failed', failedAt: at, code, message, context: { ...context } },
    effects: [{ kind: 'drop_spool' }, { kind: 'settled', outcome: code, tookMs: at - state.acceptedAt }],
  };
}

function stay(state: SessionState): DeliveryStep {
  return { state, effects: [] };
}

function freshRetry(): RetryNote {
  return { attempts: 0, nextAttemptAt: 0, lastCode: null };
}
