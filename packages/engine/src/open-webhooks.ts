import { createLinks } from './api/links.ts';
import type { EngineMetrics } from './api/metrics.ts';
import { webhookBody } from './api/webhook-body.ts';
import type { EngineConfig } from './config/engine-config.ts';
import type { Clock } from './model/clock.ts';
import type { Log } from './model/log.ts';
import type { Store } from './model/store.ts';
import { EVERY_COMPANY, SUBSCRIBED_EVENTS, type WebhookStore } from './model/webhooks.ts';
import { createDispatcher, type Dispatcher } from './webhooks/dispatcher.ts';
import { createReceiverGuard } from './webhooks/receiver-guard.ts';
import { createSendMessage } from './webhooks/send-message.ts';

export interface Webhooks {
  /** @throws EngineError `invalid_value` for an address that is private */
  checkReceiver(url: string): void;
  /** Sends messages; without effect in a process of the role `api`, whose workers send. */
  readonly dispatcher: Dispatcher;
}

export interface OpenWebhooksOptions {
  readonly config: EngineConfig;
  readonly store: Store;
  readonly metrics: EngineMetrics;
  readonly log: Log;
  readonly now: Clock;
}

/** A fixed name, so that every start finds the same. */
const CONFIGURED_ID = '5c0e9f0c-7a1f-4d57-9f1d-0a5a3a6f0003';
const NOBODY: Dispatcher = { start() {}, wake() {}, async close() {} };

/**
 * What sends messages, and the receiver of the configuration.
 * @throws EngineError `config_invalid`
 */
export async function openWebhooks({
  config,
  store,
  metrics,
  log,
  now,
}: OpenWebhooksOptions): Promise<Webhooks> {
  const { allow, retryMs, timeoutMs, everything } = config.webhooks;
  const guard = createReceiverGuard(allow);
  const checkReceiver = (url: string) => guard.check(url);
  await keepConfigured(store.webhooks, everything, now());
  if (config.role === 'api') return { checkReceiver, dispatcher: NOBODY };
  const links = createLinks(config.publicUrl);
  const dispatcher = createDispatcher({
    webhooks: store.webhooks,
    compose: (delivery) => webhookBody({ store, links }, delivery),
    // The operator's own address needs nobody's permission.
    send: createSendMessage(createReceiverGuard([...allow, ...hostOf(everything?.url)]), timeoutMs),
    retryMs,
    timeoutMs,
    onOutcome: metrics.messaged,
    now,
    log,
  });
  return { checkReceiver, dispatcher };
}

function hostOf(url: string | undefined): readonly string[] {
  return url === undefined ? [] : [new URL(url).hostname.replace(/^\[|\]$/g, '')];
}

/** Makes the receiver in the database what the configuration says, if anything. */
async function keepConfigured(
  webhooks: WebhookStore,
  everything: EngineConfig['webhooks']['everything'],
  now: number,
): Promise<void> {
  const known = await webhooks.get(CONFIGURED_ID);
  if (everything === undefined) {
    if (known) await webhooks.delete(CONFIGURED_ID);
    return;
  }
  await webhooks.save({
    webhookId: CONFIGURED_ID,
    companyId: EVERY_COMPANY,
    ...everything,
    events: SUBSCRIBED_EVENTS,
    active: true,
    timeCreated: known?.timeCreated ?? now,
    timeUpdated: now,
  });
}
