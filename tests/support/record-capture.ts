import type { Page } from 'playwright-core';
import {
  type CallbackName,
  type CallbackRecord,
  type OpenOptions,
  type Reaction,
  recordCallbacks,
} from './callback-record.ts';

export interface RecordCaptureOptions {
  /** The record ends with this callback; `on_close`, the last of every session, unless said otherwise. */
  readonly until?: CallbackName;
  readonly reactions?: Partial<Record<CallbackName, Reaction>>;
  readonly withinMs?: number;
}

/** `runCapture` to the end of the session or to another callback, with a page that reacts. A Blob is kept for `lastBlob`. */
export function recordCapture(
  page: Page,
  options: OpenOptions,
  { until = 'on_close', reactions = {}, withinMs = 60_000 }: RecordCaptureOptions = {},
): Promise<CallbackRecord[]> {
  return recordCallbacks(page, options, { until: [until], reactions, withinMs });
}

/** The bytes of the last Blob a callback was given. */
export async function lastBlob(page: Page): Promise<Buffer> {
  const bytes = await page.evaluate(async () => {
    const { lastBlob: blob } = window as unknown as { lastBlob: Blob }; // recordCapture has put it there
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  return Buffer.from(bytes);
}
