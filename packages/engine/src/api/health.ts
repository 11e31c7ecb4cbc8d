import type { QueueSizes, QueueStats } from '../model/analysis-queue.ts';
import type { BlobStore } from '../model/blob-store.ts';
import type { Clock } from '../model/clock.ts';
import type { Store } from '../model/store.ts';

export interface HealthSources {
  readonly store: Pick<Store, 'ping'>;
  readonly blobs: Pick<BlobStore, 'ping'>;
  readonly queueSizes: () => Promise<QueueSizes>;
  readonly now: Clock;
}

type State = 'ok' | 'failed';

export interface Health {
  readonly checks: { readonly database: State; readonly media_storage: State; readonly queue: State };
  /** Of all queues together. */
  readonly queue: QueueStats | undefined;
}

/** So long an answer is given again, in milliseconds: asking often cannot overwhelm what is asked. Ours, 2026-11-22. */
const FRESH_MS = 2_000;
/** What does not answer within this is failed. */
const PATIENCE_MS = 3_000;

/** Looks at everything an engine stands on. However many ask at once, it looks once. */
export function createHealthCheck(sources: HealthSources): () => Promise<Health> {
  let last: { readonly at: number; readonly health: Promise<Health> } | undefined;
  return () => {
    const now = sources.now();
    if (last === undefined || now - last.at >= FRESH_MS) last = { at: now, health: look(sources) };
    return last.health;
  };
}

async function look({ store, blobs, queueSizes }: HealthSources): Promise<Health> {
  const [database, media, sizes] = await Promise.all([
    answer(store.ping()),
    answer(blobs.ping()),
    answer(queueSizes()),
  ]);
  return {
    checks: { database: database.state, media_storage: media.state, queue: sizes.state },
    queue: sizes.value && together(sizes.value),
  };
}

function together(sizes: QueueSizes): QueueStats {
  const all = Object.values(sizes);
  return {
    waiting: all.reduce((sum, { waiting }) => sum + waiting, 0),
    running: all.reduce((sum, { running }) => sum + running, 0),
  };
}

async function answer<T>(work: Promise<T>): Promise<{ readonly state: State; readonly value?: T }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), PATIENCE_MS);
  });
  try {
    return { state: 'ok', value: await Promise.race([work, late]) };
  } catch {
    return { state: 'failed' };
  } finally {
    clearTimeout(timer);
  }
}
