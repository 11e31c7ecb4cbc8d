import { firstWords } from './langs/first-words.ts';
import type { FirstStrings } from './model/first-words.ts';
import { STATIC_CONFIG_FILE } from './model/static-files.data.ts';
import { deferredLiveness } from './session/deferred-liveness.ts';
import { headStart } from './session/head-start.ts';
import { importAgain } from './session/import-again.ts';
import type { OzLiveness, OzLivenessOptions } from './session/oz-liveness.ts';
import { nameShell } from './ui/open-shell.ts';

/**
 * The whole of `plugin_liveness.php`: a few kilobytes that define `window.OzLiveness` at once, show the camera's first picture
 * and load the rest when it is first used. Its own address tells where the adapter is.
 */

/** File name of the main module below `plugin/`, put in by the build. */
declare const PRESENCE_MAIN_FILE: string;
declare const PRESENCE_VERSION: string;
/** The adapter's `preinit` setting: there is a loader for each, so that `off` asks for nothing. */
declare const PRESENCE_PREINIT: 'off' | 'script' | 'full';
/** The window's first words by language. */
declare const PRESENCE_FIRST_WORDS: Readonly<Record<string, FirstStrings>>;
/** Whether this is the loader of the static files, which have no adapter behind them. */
declare const PRESENCE_STATIC: boolean;

/** What the main module exports. */
interface MainModule {
  createOzLiveness(options: OzLivenessOptions): OzLiveness;
}

/** Browsers do not say which script runs when it is loaded as a module; its name tells then. */
function ownAddress(): string {
  const running = document.currentScript;
  if (running instanceof HTMLScriptElement && running.src !== '') return running.src;
  const named = [...document.scripts].find(({ src }) =>
    /\/plugin_liveness[^/]*$/.test(src.replace(/[?#].*/, '')),
  );
  return named?.src ?? document.baseURI;
}

function define(): void {
  const adapterUrl = new URL('.', ownAddress()).href;
  const mainUrl = `${adapterUrl}plugin/${PRESENCE_MAIN_FILE}`;
  const start = headStart({
    adapterUrl,
    configUrl: adapterUrl + (PRESENCE_STATIC ? STATIC_CONFIG_FILE : 'config.php'),
    version: `Presence ${PRESENCE_VERSION}`,
    name: (shell, { options: { lang }, words }) =>
      nameShell(shell, firstWords(lang, PRESENCE_FIRST_WORDS, words)),
  });
  const api = deferredLiveness({
    version: PRESENCE_VERSION,
    adapterUrl,
    begin: start.begin,
    drop: start.drop,
    hide: start.hide,
    // Into the browser's cache and no further: what compiles it would take the time from the camera.
    fetchAhead: () =>
      void fetch(mainUrl, { priority: 'low' })
        .then((reply) => reply.blob())
        .catch(() => undefined),
    load: async () => {
      // The build puts the one module there that this file was built with.
      const main = await importAgain<MainModule>(mainUrl, (url) => import(/* @vite-ignore */ url));
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
