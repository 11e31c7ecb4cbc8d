import type { Page } from 'playwright-core';
import type { CallbackRecord, OpenOptions } from './host-page.ts';

const CALLBACKS = [
  'on_capture_complete',
  'on_submit',
  'on_result',
  'on_complete',
  'on_error',
  'on_close',
] as const;
export type CallbackName = (typeof CALLBACKS)[number];

/** What the page does inside a callback, after it has been written down. */
export type Reaction = 'hide' | 'close' | 'throw' | 'open_again';

export interface RecordOptions {
  /** The record ends with this callback; `on_close`, the last of every session, unless said otherwise. */
  readonly until?: CallbackName;
  readonly reactions?: Partial<Record<CallbackName, Reaction>>;
  readonly withinMs?: number;
}

/**
 * Calls `OzLiveness.open` and resolves with every callback in order, up to `until` or to the end of the time. A Blob is written down
 * as `{ blob: { type, size } }`; the last one is kept for `lastBlob`.
 */
export async function recordCapture(
  page: Page,
  options: OpenOptions,
  { until = 'on_close', reactions = {}, withinMs = 60_000 }: RecordOptions = {},
): Promise<CallbackRecord[]> {
  return await page.evaluate(
    ({ given, names, last, react, limit }) =>
      new Promise<CallbackRecord[]>((resolve) => {
        const seen: CallbackRecord[] = [];
        const timer = setTimeout(() => resolve(seen), limit);
        // The script tag defines it.
        const plugin = (
          window as unknown as {
            OzLiveness: { open(options: unknown): void; hide(): void; close(): void };
          }
        ).OzLiveness;
        const plain = (payload: unknown): unknown => {
          if (!(payload instanceof Blob)) return payload;
          Object.assign(window, { lastBlob: payload });
          return { blob: { type: payload.type, size: payload.size } };
        };
        const acts = {
          hide: () => plugin.hide(),
          close: () => plugin.close(),
          throw: () => {
            throw new Error("the page's own mistake");
          },
          open_again: () => plugin.open({ on_error: (error: unknown) => add('on_error', error) }),
        };
        const add = (name: string, payload: unknown) => {
          seen.push({ name, payload: plain(payload) });
        };
        const callbacks = Object.fromEntries(
          names.map((name) => [
            name,
            (payload: unknown) => {
              add(name, payload);
              if (name === last) {
                clearTimeout(timer);
                // Whatever follows in the same turn still belongs to the record.
                setTimeout(() => resolve(seen), 100);
              }
              const reaction = react[name];
              if (reaction !== undefined) acts[reaction]();
            },
          ]),
        );
        plugin.open({ ...given, ...callbacks });
      }),
    { given: options, names: CALLBACKS, last: until, react: reactions, limit: withinMs },
  );
}

/** The bytes of the last Blob a callback was given. */
export async function lastBlob(page: Page): Promise<Buffer> {
  const bytes = await page.evaluate(async () => {
    const { lastBlob: blob } = window as unknown as { lastBlob: Blob }; // recordCapture has put it there
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  return Buffer.from(bytes);
}
