import type { Clock } from '../model/clock.ts';
import type { Log } from '../model/log.ts';
import type { DeliveryOutcome, DeliveryRecord, WebhookStore } from '../model/webhooks.ts';
import type { SendMessage } from './send-message.ts';
import { signMessage } from './sign-message.ts';

export interface DispatcherOptions {
  readonly webhooks: WebhookStore;
  /** The body of a message; undefined if what it is about is gone. */
  readonly compose: (delivery: DeliveryRecord) => Promise<string | undefined>;
  readonly send: SendMessage;
  /** Waits before the second attempt, the third and so on. */
  readonly retryMs: readonly number[];
  /** Time one attempt may take. */
  readonly timeoutMs: number;
  readonly onOutcome: (outcome: DeliveryOutcome['kind']) => void;
  readonly now: Clock;
  readonly log: Log;
}

export interface Dispatcher {
  /** Looks for messages from now on. */
  start(): void;
  /** There may be a message that is due. */
  wake(): void;
  /** Sends no more; what is under way is given `graceMs` and then left to the next start. */
  close(graceMs: number): Promise<void>;
}

/** Messages under way at once. Ours, 2026-11-22. */
const AT_ONCE = 8;
/** How often due messages are looked for. */
const LOOK_MS = 1_000;
/** On top of the time an attempt takes: after that, another process takes over what a dead one had begun. */
const LEASE_MARGIN_MS = 5_000;
/** The receiver wants no more (RFC 9110). */
const GONE = 410;

/** Sends what the store says is due. Several processes may do so with one store: none sends what another has claimed. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { webhooks, timeoutMs, now, log } = options;
  const stop = new AbortController();
  const running = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let closed = false;

  const look = async () => {
    while (!closed && running.size < AT_ONCE) {
      const free = AT_ONCE - running.size;
      const claimed = await webhooks.claim(now(), timeoutMs + LEASE_MARGIN_MS, free);
      for (const delivery of claimed) {
        const work = deliver(options, delivery, stop.signal)
          .catch((err: unknown) => log.error({ err, delivery_id: delivery.deliveryId }, 'a message failed'))
          .finally(() => {
            running.delete(work);
            wake();
          });
        running.add(work);
      }
      if (claimed.length < free) return;
    }
  };
  const wake = () => {
    if (closed || looking !== undefined) return;
    looking = look()
      .catch((err: unknown) => log.warn({ err }, 'messages to webhooks could not be looked up'))
      .finally(() => {
        looking = undefined;
      });
  };
  return {
    start() {
      timer = setInterval(wake, LOOK_MS).unref();
      wake();
    },
    wake,
    async close(graceMs) {
      closed = true;
      clearInterval(timer);
      const abort = setTimeout(() => stop.abort(), graceMs);
      await looking;
      await Promise.all(running);
      clearTimeout(abort);
    },
  };
}

async function deliver(
  options: DispatcherOptions,
  delivery: DeliveryRecord,
  signal: AbortSignal,
): Promise<void> {
  const { webhooks, onOutcome, now, log } = options;
  const outcome = await attempt(options, delivery, signal);
  await webhooks.settle(delivery.deliveryId, outcome, now());
  if (signal.aborted) return;
  onOutcome(outcome.kind);
  const { deliveryId: delivery_id, webhookId: webhook_id, event, attempts } = delivery;
  const names = { delivery_id, webhook_id, event, attempts, status: outcome.status };
  if (outcome.kind === 'delivered') log.debug(names, 'webhook delivered');
  else log.warn({ ...names, error: outcome.error }, 'webhook not delivered');
  if (outcome.status === GONE) await deactivate(webhooks, webhook_id, now());
  // Whoever does not answer one message will not answer the next; the others need the time.
  if (outcome.kind === 'retry') await webhooks.postpone(delivery.url, now(), outcome.at);
}

async function attempt(
  { webhooks, compose, send, retryMs, now }: DispatcherOptions,
  delivery: DeliveryRecord,
  signal: AbortSignal,
): Promise<DeliveryOutcome> {
  let status: number | null = null;
  let error: string;
  try {
    const body = delivery.body ?? (await compose(delivery));
    if (body === undefined)
      return { kind: 'failed', status, error: 'The folder was deleted before this was sent.' };
    if (delivery.body === null) await webhooks.setBody(delivery.deliveryId, body);
    const headers = signMessage(delivery.secret, delivery.deliveryId, now(), body);
    status = await send({ url: delivery.url, headers, body }, signal);
    if (status >= 200 && status < 300) return { kind: 'delivered', status };
    error = `The receiver answered ${status}.`;
  } catch (thrown) {
    error = thrown instanceof Error ? thrown.message : String(thrown);
  }
  // Stopped by us: the next start goes on at once.
  if (signal.aborted) return { kind: 'retry', status, error, at: now() };
  const wait = status === GONE ? undefined : retryMs[delivery.attempts - 1];
  return wait === undefined
    ? { kind: 'failed', status, error }
    : { kind: 'retry', status, error, at: now() + wait };
}

async function deactivate(webhooks: WebhookStore, webhookId: string | null, now: number): Promise<void> {
  const webhook = webhookId === null ? undefined : await webhooks.get(webhookId);
  if (webhook) await webhooks.save({ ...webhook, active: false, timeUpdated: now });
}
