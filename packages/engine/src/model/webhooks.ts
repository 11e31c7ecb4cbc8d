/** What a receiver can be told of. */
export const WEBHOOK_EVENTS = ['analysis.finished', 'folder.finished', 'webhook.test'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** Events that happen by themselves; a test is asked for. */
export const SUBSCRIBED_EVENTS = ['analysis.finished', 'folder.finished'] as const;

/** Where a company wants its results sent. Times are milliseconds since the epoch. */
export interface WebhookRecord {
  readonly webhookId: string;
  /** `EVERY_COMPANY` for the one of the configuration. */
  readonly companyId: string;
  readonly url: string;
  /** `whsec_` and the key in base64. */
  readonly secret: string;
  readonly events: readonly WebhookEvent[];
  readonly active: boolean;
  readonly timeCreated: number;
  readonly timeUpdated: number;
}

/** How a secret is written (Standard Webhooks): 24 to 64 bytes of key. */
export const WEBHOOK_SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;

export const EVERY_COMPANY = '*';

/** A receiver that a single folder names. */
export type FolderWebhook = Pick<WebhookRecord, 'url' | 'secret' | 'events'>;

export type DeliveryState = 'WAITING' | 'DELIVERED' | 'FAILED';

/** One message to one receiver, with what became of it. */
export interface DeliveryRecord {
  /** The receiver's idempotency key: the same in every attempt. */
  readonly deliveryId: string;
  /** Null for a receiver that a single folder named. */
  readonly webhookId: string | null;
  readonly companyId: string;
  readonly folderId: string | null;
  readonly analysisId: string | null;
  readonly url: string;
  readonly secret: string;
  readonly event: WebhookEvent;
  /** JSON as it was sent first; null until then. */
  readonly body: string | null;
  readonly state: DeliveryState;
  /** Attempts begun. */
  readonly attempts: number;
  /** When it may be tried next; while it is being tried, when another process may take it over. */
  readonly nextAt: number;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly timeCreated: number;
  readonly timeFinished: number | null;
}

export type DeliveryOutcome =
  | { readonly kind: 'delivered'; readonly status: number }
  | { readonly kind: 'failed'; readonly status: number | null; readonly error: string }
  | { readonly kind: 'retry'; readonly at: number; readonly status: number | null; readonly error: string };

/**
 * Receivers and the messages to them. `AnalysisStore.finish` writes messages in the transaction that finishes an analysis, so
 * that none is lost; whoever claims one sends it.
 */
export interface WebhookStore {
  get(webhookId: string): Promise<WebhookRecord | undefined>;
  /** Oldest first; of one company, or of all. */
  list(companyId: string | undefined): Promise<readonly WebhookRecord[]>;
  /** Inserts or replaces by `webhookId`. */
  save(webhook: WebhookRecord): Promise<void>;
  /** Its waiting messages go with it. */
  delete(webhookId: string): Promise<void>;
  /** Names a receiver for what happens to one folder; the same address again replaces it. */
  addToFolder(folderId: string, webhook: FolderWebhook): Promise<void>;
  addDelivery(delivery: DeliveryRecord): Promise<void>;
  getDelivery(deliveryId: string): Promise<DeliveryRecord | undefined>;
  /** Newest first. */
  listDeliveries(webhookId: string, limit: number, offset: number): Promise<readonly DeliveryRecord[]>;
  /** Takes messages that are due, counts an attempt each and keeps others away until `now + leaseMs`. Nobody gets one twice. */
  claim(now: number, leaseMs: number, limit: number): Promise<readonly DeliveryRecord[]>;
  /** Keeps what will be sent, the same in every attempt. */
  setBody(deliveryId: string, body: string): Promise<void>;
  settle(deliveryId: string, outcome: DeliveryOutcome, now: number): Promise<void>;
  /** Puts off what is due for an address that does not answer. */
  postpone(url: string, now: number, until: number): Promise<void>;
  /** Sends a message anew, with its old id. */
  again(deliveryId: string, now: number): Promise<void>;
  /** Drops the log of what was over before this time. */
  forgetBefore(time: number): Promise<void>;
}
