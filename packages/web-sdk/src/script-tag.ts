import { deferredLiveness } from './session/deferred-liveness.ts';
import { headStart } from './session/head-start.ts';
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
  const start = headStart(adapterUrl, PRESENCE_STATIC ? null : `${adapterUrl}config.php`);
  const api = deferredLiveness({
    version: PRESENCE_VERSION,
    adapterUrl,
    begin: start.begin,
    drop: start.drop,
    load: async () => {
      // The build puts the one module there that this file was built with.
      const main: MainModule = await import(/* @vite-ignore */ `${adapterUrl}plugin/${PRESENCE_MAIN_FILE}`);
      return main.createOzLiveness({ adapterUrl, staticFiles: PRESENCE_STATIC, headStart: start });
    },
  });
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
