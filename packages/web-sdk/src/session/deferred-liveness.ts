import type { CaptureError } from '../model/capture-error.ts';
import type { OpenOptions } from '../model/capture-options.ts';
import { guardedCall } from '../model/guarded-call.ts';
import type { LanguageStrings } from '../model/language.ts';
import type { BeginOptions } from './head-start.ts';
import type { OzLiveness } from './oz-liveness.ts';

export interface DeferredLivenessOptions {
  readonly version: string;
  /** Where the SDK comes from, for the message when it does not come. */
  readonly adapterUrl: string;
  /** Has the SDK fetched, and not more, while it may not run yet. */
  fetchAhead(): void;
  /** Loads the SDK and makes the object; tried again by the next call when it fails. */
  load(): Promise<OzLiveness>;
  /** Called by every `open()`, before the SDK is asked to open anything. Resolves when it may be. Never rejects. */
  begin(start: BeginOptions): Promise<void>;
  /** That `open()` came to nothing. */
  drop(): void;
  /** The window is to be out of sight before the SDK has it. */
  hide(): void;
}

/** An OzLiveness object that is there at once and loads the SDK when it is first used. Its callbacks come as the SDK's do. */
export function deferredLiveness(setup: DeferredLivenessOptions): OzLiveness {
  const { version, adapterUrl, fetchAhead, load, begin, drop, hide } = setup;
  let loading: Promise<OzLiveness> | undefined;
  let loaded: OzLiveness | undefined;
  let opening: OpenOptions | undefined;
  let hiding = false;
  /** Wait for the SDK without asking for it: words are of no use before a window. Kept for the words a window begins with. */
  const words: (readonly [id: string, strings: LanguageStrings])[] = [];

  const main = (): Promise<OzLiveness> => {
    loading ??= load().then(
      (made) => {
        loaded = made;
        for (const [id, strings] of words) guardedCall(() => made.langs.add(id, strings));
        return made;
      },
      (thrown: unknown) => {
        loading = undefined;
        throw thrown;
      },
    );
    return loading;
  };
  /** Whether this call is still to open its window; close() tells its on_close itself. */
  const isPending = (options: OpenOptions): boolean => {
    if (opening !== options) return false;
    opening = undefined;
    return true;
  };

  const close = () => {
    const pending = opening;
    opening = undefined;
    if (pending !== undefined) drop();
    guardedCall(() => pending?.on_close?.());
    loaded?.close();
  };

  return {
    version,
    get isOpen() {
      return opening !== undefined || loaded?.isOpen === true;
    },
    open: (given) => {
      // Old callers pass null.
      const options = given ?? {};
      if (opening !== undefined || loaded?.isOpen === true) {
        queueMicrotask(() =>
          tell(options, 'already_open', 'OzLiveness.open() was called while its window is open.'),
        );
        return;
      }
      opening = options;
      hiding = false;
      const begun = begin({ options, words, onCancel: close });
      if (loading === undefined) fetchAhead();
      begun.then(main).then(
        (liveness) => {
          if (!isPending(options)) return;
          liveness.open(options);
          if (hiding) liveness.hide();
        },
        () => {
          if (!isPending(options)) return;
          drop();
          tell(options, 'adapter_unreachable', `The SDK could not be loaded from ${adapterUrl}.`);
          guardedCall(() => options.on_close?.());
        },
      );
    },
    close,
    hide: () => {
      if (opening === undefined) return loaded?.hide();
      hiding = true;
      hide();
    },
    check: () => main().then((liveness) => liveness.check()),
    preload: () => main().then((liveness) => liveness.preload()),
    langs: {
      add: (id: string, strings: LanguageStrings) => {
        words.push([id, strings]);
        loaded?.langs.add(id, strings);
      },
    },
  };
}

function tell({ on_error }: OpenOptions, code: CaptureError['code'], message: string): void {
  guardedCall(() => on_error?.({ code, event_session_id: '', message, context: {} }));
}
