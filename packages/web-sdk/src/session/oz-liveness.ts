import type { ClientConfig } from '@presence/protocol';
import { cameraSurroundings } from '../camera/camera-surroundings.ts';
import { type EarlyCamera, earlyCamera } from '../camera/early-camera.ts';
import { createLanguages } from '../langs/create-languages.ts';
import { CaptureError, toCaptureError } from '../model/capture-error.ts';
import type { OpenOptions } from '../model/capture-options.ts';
import type { LanguageStrings } from '../model/language.ts';
import type { WarmDetector } from '../tracking/warm-detector.ts';
import { captureWindowOnPage } from '../ui/capture-dialog.ts';
import { createCaptureView } from '../ui/create-capture-view.ts';
import { type AdapterLink, adapterLink, answeringOnce } from '../upload/adapter-link.ts';
import { adapterServer } from './capture-server.ts';
import { checkSupport, type SupportReport } from './check-support.ts';
import { firstWish } from './first-wish.ts';
import type { HeadStart } from './head-start.ts';
import { knownConfig } from './known-config.ts';
import { checkOpenOptions } from './open-options.ts';
import { preload } from './preload.ts';
import { SDK_VERSION } from './sdk-version.ts';
import { openSessionWindow, type SessionWindow } from './session-window.ts';
import { staticServer } from './static-server.ts';

export interface OzLivenessOptions {
  /** Address of the adapter, with or without a slash at its end; relative to the page or absolute. */
  readonly adapterUrl: string;
  /** True when that address holds the static files made by `npm run static` instead: capture only, nothing is uploaded. */
  readonly staticFiles?: boolean;
  /** What the script tag has set going already; for nobody else. */
  readonly headStart?: HeadStart;
}

/** What a page sees: `window.OzLiveness`, or the object made by `createOzLiveness`. */
export interface OzLiveness {
  readonly version: string;
  /** Whether this object's window is on the page, hidden or not: from `open()`, if it was not refused, to `on_close`. */
  readonly isOpen: boolean;
  /** Shows the capture window and runs the actions. Errors reach `on_error`; nothing is thrown. */
  open(options?: OpenOptions): void;
  /** Closes the window and aborts every request and callback of its session but `on_close`. */
  close(): void;
  /** Hides the window; the capture's requests and callbacks go on. */
  hide(): void;
  /** Whether this browser can do it, without asking the person for anything. */
  check(): Promise<SupportReport>;
  /** Loads ahead as the adapter's `preinit` setting says; called by the script tag when the page is idle. */
  preload(): Promise<void>;
  readonly langs: {
    /** A new language, or changed texts of a known one. Ids of texts are listed in docs/languages.md. */
    add(id: string, strings: LanguageStrings): void;
  };
}

/** An object that opens capture windows against one adapter. Several may live on one page. */
export function createOzLiveness(options: OzLivenessOptions): OzLiveness {
  const { adapterUrl, staticFiles = false, headStart } = options;
  const languages = createLanguages();
  const server = staticFiles ? staticServer() : adapterServer;
  let current: SessionWindow | undefined;
  let warm: WarmDetector | undefined;
  const known = headStart?.known ?? knownConfig();
  let early: EarlyCamera | undefined = headStart?.camera;
  const freshConfig = async (link: AdapterLink, signal: AbortSignal): Promise<ClientConfig> =>
    known.take() ?? server.loadConfig(answeringOnce(link, headStart?.takeConfig()), signal);

  return {
    version: SDK_VERSION,
    get isOpen() {
      return current !== undefined;
    },
    open: (value) => {
      const shell = headStart?.takeWindow();
      try {
        const { options, ignored } = checkOpenOptions(value);
        if (current !== undefined || captureWindowOnPage(shell?.host))
          throw alreadyOpen(current !== undefined);
        early ??= earlyCamera(navigator.mediaDevices);
        const wish = firstWish(options, known.fresh()?.use_for_liveness, adapterLink(adapterUrl).baseUrl);
        if (wish !== undefined) early.ask(wish);
        current = openSessionWindow({
          baseUrl: adapterUrl,
          openedMs: headStart?.openedMs ?? performance.now(),
          options,
          ignored,
          languages,
          createView: (view) => createCaptureView({ ...view, shell }),
          early,
          warm,
          server: { ...server, loadConfig: freshConfig },
          onGone: () => {
            current = undefined;
          },
        });
      } catch (thrown) {
        shell?.close();
        if (current === undefined) early?.drop();
        refuse(value, toCaptureError(thrown));
      }
    },
    close: () => current?.close(),
    hide: () => current?.hide(),
    check: () => checkSupport(cameraSurroundings().allowedByPolicy),
    preload: async () => {
      const link = adapterLink(adapterUrl);
      const config = await server.loadConfig(link, new AbortController().signal);
      known.know(config);
      warm = preload(link.baseUrl, config, warm);
    },
    langs: { add: (id, strings) => languages.add(id, strings) },
  };
}

/** One camera and one person: of several widgets on a page only one captures at a time. */
function alreadyOpen(own: boolean): CaptureError {
  return new CaptureError(
    'already_open',
    own
      ? 'OzLiveness.open() was called while its window is open. Call close() first or wait for on_close.'
      : 'OzLiveness.open() was called while the window of another OzLiveness object is open on this page. Wait for its on_close.',
  );
}

/**
 * A call that opens no window still tells its own `on_error`, asynchronously as all callbacks are. Wrong options without
 * anybody to tell become an uncaught error of the page: else nothing at all would be seen.
 */
function refuse(value: unknown, error: CaptureError): void {
  const { code, message, context } = error;
  const onError = typeof value === 'object' && value !== null && 'on_error' in value ? value.on_error : null;
  queueMicrotask(() => {
    if (typeof onError === 'function') onError({ code, event_session_id: '', message, context });
    else if (code === 'option_invalid') throw error;
  });
}
