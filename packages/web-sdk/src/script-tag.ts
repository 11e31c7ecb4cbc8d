import type { OpenOptions } from './model/capture-options.ts';
import type { LanguageStrings } from './model/language.ts';
import type { OzLiveness, OzLivenessOptions } from './session/oz-liveness.ts';

/**
 * The whole of `plugin_liveness.php`: a few hundred bytes that define `window.OzLiveness` at once and load the rest when
 * it is first used. Its own address tells where the adapter is.
 */

/** File name of the main module below `plugin/`, put in by the build. */
declare const PRESENCE_MAIN_FILE: string;
declare const PRESENCE_VERSION: string;
/** The adapter's `preinit` setting: there is a loader for each, so that `off` asks for nothing. */
declare const PRESENCE_PREINIT: 'off' | 'script' | 'full';
/** Whether this is the loader of the static files, which have no adapter behind them. */
declare const PRESENCE_STATIC: boolean;

/** What the main module exports. */
interface MainModule {
  createOzLiveness(options: OzLivenessOptions): OzLiveness;
}

function define(): void {
  const script = document.currentScript;
  const source = script instanceof HTMLScriptElement ? script.src : document.baseURI;
  const adapterUrl = new URL('.', source).href;
  let loading: Promise<OzLiveness> | undefined;
  let loaded: OzLiveness | undefined;
  let opening: OpenOptions | undefined;

  const load = (): Promise<OzLiveness> => {
    loading ??= import(/* @vite-ignore */ `${adapterUrl}plugin/${PRESENCE_MAIN_FILE}`).then(
      // The build puts the one module there that this file was built with.
      (module: MainModule) => {
        loaded = module.createOzLiveness({ adapterUrl, staticFiles: PRESENCE_STATIC });
        return loaded;
      },
      (thrown: unknown) => {
        loading = undefined;
        throw thrown;
      },
    );
    return loading;
  };
  const tell = (
    options: OpenOptions | undefined,
    code: 'already_open' | 'adapter_unreachable',
    message: string,
  ) => options?.on_error?.({ code, event_session_id: '', message, context: {} });

  const api: OzLiveness = {
    version: PRESENCE_VERSION,
    get isOpen() {
      return opening !== undefined || loaded?.isOpen === true;
    },
    open: (options = {}) => {
      if (loaded !== undefined) return loaded.open(options);
      if (opening !== undefined) {
        return tell(options, 'already_open', 'OzLiveness.open() was called while its window is open.');
      }
      opening = options;
      load().then(
        (main) => {
          // Closed while loading: close() has told on_close already.
          if (opening !== options) return;
          opening = undefined;
          main.open(options);
        },
        () => {
          if (opening !== options) return;
          opening = undefined;
          tell(options, 'adapter_unreachable', `The SDK could not be loaded from ${adapterUrl}.`);
          options.on_close?.();
        },
      );
    },
    close: () => {
      const pending = opening;
      opening = undefined;
      pending?.on_close?.();
      loaded?.close();
    },
    hide: () => loaded?.hide(),
    check: () => load().then((main) => main.check()),
    preload: () => load().then((main) => main.preload()),
    langs: {
      add: (id: string, strings: LanguageStrings) => {
        void load().then((main) => main.langs.add(id, strings));
      },
    },
  };
  Object.assign(window, { OzLiveness: api, OZLiveness: api });
  // Loading ahead is a courtesy; open() reports what is wrong.
  if (PRESENCE_PREINIT !== 'off') whenIdle(() => void api.preload().catch(() => undefined));
}

function whenIdle(act: () => void): void {
  const idle = () => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(act, { timeout: 2000 });
    else setTimeout(act, 200);
  };
  if (document.readyState === 'complete') idle();
  else window.addEventListener('load', idle, { once: true });
}

define();
