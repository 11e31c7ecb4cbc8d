import { setMaxListeners } from 'node:events';
import { access } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AdapterConfig } from '../model/adapter-config.ts';
import type { AdapterMetrics } from '../model/adapter-metrics.ts';
import type { Logger } from '../model/logger.ts';
import type { RecentErrors } from '../model/recent-errors.ts';
import {
  acceptedSession,
  isSettled,
  needsDelivery,
  type Session,
  type SessionState,
} from '../model/session.ts';
import type { SessionStore } from '../model/session-store.ts';
import { runStep, type StepParts } from './delivery-step.ts';
import { type DeliveryEffect, type DeliveryEvent, transition } from './delivery-transition.ts';
import {
  FOLLOWED_PER_SLOT,
  JUST_ACCEPTED_MS,
  LONG_WAIT_MS,
  RESCAN_EVERY_MS,
  RETRY_AFTER_MAX_MS,
} from './forward.data.ts';
import { pollDelay } from './retry-delay.ts';
import { Semaphore } from './semaphore.ts';

/** Stands on `/debug.php` where other errors have their call. */
const DELIVERY = 'delivery';

export interface QueueParts extends StepParts {
  readonly config: AdapterConfig;
  readonly store: SessionStore;
  readonly metrics: AdapterMetrics;
  readonly logger: Logger;
  /** Where `/debug.php` learns of a capture that waits. */
  readonly recentErrors: RecentErrors;
  /** Told once of every capture the backend finished. */
  readonly onFinished: (session: Session) => Promise<void>;
}

/**
 * Takes every accepted capture to its result. What has to be done is read from the store alone, so a killed process
 * loses nothing: the next one, or another replica, finds the same work.
 */
export class DeliveryQueue {
  #parts: QueueParts;
  readonly #uploads: Semaphore;
  readonly #followed: Semaphore;
  readonly #abort = new AbortController();
  readonly #jobs = new Map<string, Promise<void>>();
  /** Captures that wait out a long pause, with the time it ends. */
  readonly #resting = new Map<string, number>();
  /** Sessions in whose place in the spool something lay at the last look although they were accepted by nobody. */
  #orphans: ReadonlySet<string> = new Set();
  #rescan: NodeJS.Timeout | undefined;

  constructor(parts: QueueParts) {
    this.#parts = parts;
    // Each capture that waits or is being sent listens.
    setMaxListeners(0, this.#abort.signal);
    this.#uploads = new Semaphore(parts.config.delivery_concurrency);
    this.#followed = new Semaphore(parts.config.delivery_concurrency * FOLLOWED_PER_SLOT);
  }

  /** From the next call on everything goes by this configuration; calls under way end by the former one. */
  reconfigure(parts: Pick<QueueParts, 'config' | 'client' | 'tokens'>): void {
    this.#parts = { ...this.#parts, ...parts };
    this.#uploads.resize(parts.config.delivery_concurrency);
    this.#followed.resize(parts.config.delivery_concurrency * FOLLOWED_PER_SLOT);
  }

  /** Resumes what is unfinished and keeps looking for captures other processes left behind. */
  async start(): Promise<void> {
    await this.#scan(() => false);
    this.#rescan = setInterval(() => {
      this.#scan((state) => isJustAccepted(state, this.#parts.clock.now())).catch((error: unknown) =>
        this.#parts.logger.error({ err: error }, 'the spool could not be searched; check PRESENCE_DATA'),
      );
    }, RESCAN_EVERY_MS);
    this.#rescan.unref();
  }

  /**
   * Starts or continues the delivery of one session; harmless if it is under way. `announced`: the caller has just had it
   * accepted, so that the attempt the session tells of is still to be made.
   */
  add(id: string, announced = false): void {
    // Also of one whose job is just ending: the next look at the store then finds it.
    this.#resting.delete(id);
    if (this.#jobs.has(id) || this.#abort.signal.aborted) return;
    const job = this.#followed
      .run(() => this.#follow(id, announced))
      .catch((error: unknown) => {
        if (!this.#abort.signal.aborted)
          this.#parts.logger.error({ event_session_id: id, err: error }, 'delivery broke off; it is resumed');
      })
      .finally(() => this.#jobs.delete(id));
    this.#jobs.set(id, job);
  }

  /** Stops calls that are under way; they are repeated by the next process. */
  async close(): Promise<void> {
    clearInterval(this.#rescan);
    this.#abort.abort();
    await Promise.all(this.#jobs.values());
  }

  async #follow(id: string, announcedAtFirst: boolean): Promise<void> {
    const { store } = this.#parts;
    const { signal } = this.#abort;
    if (signal.aborted) return;
    const lease = await store.acquireLease(id);
    if (lease === undefined) return;
    try {
      // Read once: while the lease is held nobody else changes what a delivery goes by.
      let session = await store.read(id);
      let announced = announcedAtFirst;
      for (let polls = 0; !signal.aborted; ) {
        if (session === undefined || !needsDelivery(session.state)) return;
        const wait = this.#waitOf(session, polls);
        if (wait > LONG_WAIT_MS) return this.#rest(id, wait);
        await sleep(wait, undefined, { signal });
        if (session.state.kind === 'analysing') {
          polls += 1;
          session = await this.#apply(id, await runStep(this.#parts, session, signal));
        } else {
          const { kind } = session.state;
          const current = session;
          session = await this.#uploads.run(() => this.#attempt(current, announced));
          announced = session?.state.kind !== kind;
        }
      }
    } finally {
      await lease.release();
    }
  }

  /** One call that changes the backend, announced in the store before it is made. */
  async #attempt(current: Session, announced: boolean): Promise<Session | undefined> {
    if (this.#abort.signal.aborted) return undefined;
    const { id } = current;
    const at = this.#parts.clock.now();
    const session = announced ? current : await this.#apply(id, { kind: 'attempt_began', at });
    return this.#apply(id, await runStep(this.#parts, session, this.#abort.signal));
  }

  async #apply(id: string, event: DeliveryEvent): Promise<Session> {
    const { store, config, logger, metrics } = this.#parts;
    let effects: readonly DeliveryEffect[] = [];
    const session = await store.update(id, (current) => {
      const limits = {
        deliverUntil: current.deliverUntil,
        analysisTimeoutMs: config.analysis_timeout_ms,
      };
      const step = transition(current.state, event, limits);
      effects = step.effects;
      return { ...current, ...neededAfter(step.state, current, config), state: step.state };
    });
    if (event.kind === 'attempt_failed') {
      const { code, context, detail, delayMs } = event;
      metrics.deliveryRetried(code);
      logger.warn({ event_session_id: id, code, context, detail, delayMs }, event.message);
      this.#show(id, event);
    }
    for (const effect of effects) await this.#run(session, effect);
    return session;
  }

  /** Once for each session and code, or the retries of a backend that is down would push out everything else. */
  #show(id: string, { at, code, message }: Extract<DeliveryEvent, { kind: 'attempt_failed' }>): void {
    const { recentErrors } = this.#parts;
    const known = recentErrors
      .list()
      .some((error) => error.request === DELIVERY && error.eventSessionId === id && error.code === code);
    if (!known) recentErrors.record({ time: at, code, message, eventSessionId: id, request: DELIVERY });
  }

  async #run(session: Session, effect: DeliveryEffect): Promise<void> {
    const { id } = session;
    if (effect.kind === 'drop_spool') return this.#parts.store.dropSpool(id);
    if (effect.outcome === 'finished') await this.#parts.onFinished(session);
    this.#parts.metrics.captureSettled(effect.outcome, effect.tookMs / 1000);
    this.#parts.logger.info(
      { event_session_id: id, outcome: effect.outcome, tookMs: effect.tookMs },
      'capture settled',
    );
  }

  #waitOf(session: Session, polls: number): number {
    if (!('retry' in session.state)) return 0;
    const untilRetry = session.state.retry.nextAttemptAt - this.#parts.clock.now();
    // No pause is longer; a clock that was set back must not make it so.
    if (untilRetry > 0) return Math.min(untilRetry, RETRY_AFTER_MAX_MS);
    return session.state.kind === 'analysing'
      ? pollDelay(polls, this.#parts.config.results_polling_interval)
      : 0;
  }

  #rest(id: string, wait: number): void {
    this.#resting.set(id, this.#parts.clock.now() + wait);
    const timer = setTimeout(() => {
      if (this.#resting.has(id)) this.add(id);
    }, wait);
    timer.unref();
  }

  /** Starts what waits, but for what is to be left to another. */
  async #scan(leave: (state: SessionState) => boolean): Promise<void> {
    const { store, clock, metrics, logger } = this.#parts;
    let waiting = 0;
    const now = clock.now();
    let oldest = now;
    const orphans = new Set<string>();
    for (const id of await store.list()) {
      try {
        const session = await this.#recovered(await store.read(id), orphans);
        if (session === undefined || !needsDelivery(session.state)) continue;
        if (session.state.kind === 'accepted') {
          waiting += 1;
          oldest = Math.min(oldest, session.state.acceptedAt);
        }
        if (!this.#resting.has(id) && !leave(session.state)) this.add(id);
      } catch (error) {
        logger.warn({ event_session_id: id, err: error }, 'a session file could not be read');
      }
    }
    this.#orphans = orphans;
    metrics.spool(waiting, (now - oldest) / 1000);
  }

  /**
   * Accepts what a process that died between spool and session left behind. It has to be met in two looks in a row: in the
   * first it may be on its way.
   */
  async #recovered(session: Session | undefined, orphans: Set<string>): Promise<Session | undefined> {
    const { store, clock } = this.#parts;
    if (session?.state.kind !== 'open' || !(await exists(store.spoolPath(session.id)))) return session;
    if (!this.#orphans.has(session.id)) {
      orphans.add(session.id);
      return session;
    }
    const lease = await store.acquireLease(session.id);
    if (lease === undefined) return session;
    try {
      return await store.update(session.id, (current) => acceptedSession(current, clock.now()));
    } finally {
      await lease.release();
    }
  }
}

/**
 * Whoever accepted it begins its delivery at once. A look at the store in between must not: it cannot know that the attempt written
 * down with the acceptance is still to be made, and would ask the backend for a folder that is not there yet.
 */
function isJustAccepted(state: SessionState, now: number): boolean {
  if (state.kind !== 'accepted' || state.retry.attempts > 1 || state.retry.lastCode !== null) return false;
  const age = now - state.acceptedAt;
  // Replicas' clocks may differ: one that is ahead makes no capture wait.
  return age >= 0 && age < JUST_ACCEPTED_MS;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * What the page passed is kept only while somebody needs it: its words about the person until they are delivered, its tokens until
 * then, or until the best shot has been read.
 */
function neededAfter(
  state: SessionState,
  { clientToken, backendSessionToken, meta }: Session,
  config: AdapterConfig,
) {
  if (!isSettled(state)) return { clientToken, backendSessionToken, meta };
  const bestShot = config.result_mode === 'full' || config.result_mode === 'folder';
  return {
    meta: {},
    clientToken: bestShot && state.kind === 'finished' ? clientToken : null,
    backendSessionToken: null,
  };
}
