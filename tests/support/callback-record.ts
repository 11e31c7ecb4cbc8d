const CALLBACKS = [
  'on_capture_complete',
  'on_submit',
  'on_result',
  'on_complete',
  'on_error',
  'on_close',
] as const;
export type CallbackName = (typeof CALLBACKS)[number];

/** One callback of the SDK as the page saw it; a Blob is written down as `{ blob: { type, size } }` with what it has of its own. */
export interface CallbackRecord {
  readonly name: string;
  readonly payload: unknown;
}

/** Options of `open()` that can cross into the page. */
export type OpenOptions = Record<string, unknown>;

/** What the page does inside a callback, after it has been written down. */
export type Reaction = 'hide' | 'close' | 'throw' | 'open_again';

export interface RecordOptions {
  /** The record ends with the first of these callbacks. */
  readonly until: readonly CallbackName[];
  readonly reactions?: Partial<Record<CallbackName, Reaction>>;
  readonly withinMs: number;
}

interface RecordOrder extends Required<RecordOptions> {
  readonly options: OpenOptions;
  readonly names: readonly CallbackName[];
}

/** A page of Playwright or of Puppeteer. */
export interface DrivenPage {
  evaluate(work: typeof recordInPage, order: RecordOrder): Promise<CallbackRecord[]>;
}

/**
 * Calls `OzLiveness.open` on a page that has the script, and resolves with every callback in order, up to the end of the
 * record or with what came within the time.
 */
export function recordCallbacks(
  page: DrivenPage,
  options: OpenOptions,
  { until, reactions = {}, withinMs }: RecordOptions,
): Promise<CallbackRecord[]> {
  return page.evaluate(recordInPage, { options, names: CALLBACKS, until, reactions, withinMs });
}

/** Runs inside the page, whatever drives it, so it uses nothing from outside its own braces. */
function recordInPage({
  options,
  names,
  until,
  reactions,
  withinMs,
}: RecordOrder): Promise<CallbackRecord[]> {
  return new Promise((resolve) => {
    const seen: CallbackRecord[] = [];
    const timer = setTimeout(() => resolve(seen), withinMs);
    // The script tag defines it.
    const { OzLiveness: plugin } = window as unknown as {
      OzLiveness: { open(options: unknown): void; hide(): void; close(): void };
    };
    const add = (name: string, payload: unknown) => {
      if (payload instanceof Blob) {
        Object.assign(window, { lastBlob: payload });
        seen.push({ name, payload: { ...payload, blob: { type: payload.type, size: payload.size } } });
      }
      // Copied: WebDriver BiDi gives a thing that two records share to one of them only.
      else seen.push({ name, payload: structuredClone(payload) });
    };
    const react = {
      hide: () => plugin.hide(),
      close: () => plugin.close(),
      throw: () => {
        throw new Error("the page's own mistake");
      },
      open_again: () => plugin.open({ on_error: (error: unknown) => add('on_error', error) }),
    };
    const heard = (name: CallbackName) => (payload: unknown) => {
      add(name, payload);
      if (until.includes(name)) {
        clearTimeout(timer);
        // Whatever follows in the same turn still belongs to the record.
        setTimeout(() => resolve(seen), 50);
      }
      const reaction = reactions[name];
      if (reaction !== undefined) react[reaction]();
    };
    plugin.open({ ...options, ...Object.fromEntries(names.map((name) => [name, heard(name)])) });
  });
}
