import {
  type ClientConfig,
  type ErrorCode,
  isRetryable,
  limitedSignal,
  type ResultPayload,
} from '@presence/protocol';
import { browserKind, cameraHelpFor } from '../camera/browser-kind.ts';
import type { EarlyCamera } from '../camera/early-camera.ts';
import type { CameraHelpId } from '../model/camera-help.ts';
import { type CaptureError, toCaptureError } from '../model/capture-error.ts';
import type { OpenOptions } from '../model/capture-options.ts';
import type { CaptureView, CreateCaptureView } from '../model/capture-view.ts';
import type { Languages } from '../model/language.ts';
import type { WarmDetector } from '../tracking/warm-detector.ts';
import { adapterLink } from '../upload/adapter-link.ts';
import { startTelemetry } from '../upload/telemetry.ts';
import { assetUrl, STYLE_SHEET_PATH } from './asset-urls.ts';
import type { CaptureServer } from './capture-server.ts';
import { captureSession } from './capture-session.ts';
import { type PageCallbacks, pageCallbacks } from './page-callbacks.ts';
import { SDK_VERSION } from './sdk-version.ts';
import { verdictOf } from './verdict-of.ts';
import { type ViewEvents, viewEvents } from './view-events.ts';

/** Milliseconds a good or neutral ending stays on screen; a refusal stays until the person closes it. */
const SHOW_ENDING_MS = 2500;

export interface WindowSetup {
  readonly baseUrl: string;
  /** `performance.now()` at the page's call. */
  readonly openedMs: number;
  readonly options: OpenOptions;
  /** Options the page passed in vain; the developer is told once, through telemetry. */
  readonly ignored: readonly string[];
  readonly languages: Languages;
  readonly createView: CreateCaptureView;
  /** A camera that may have been asked for already. */
  readonly early: EarlyCamera | undefined;
  /** The detector that waits, with `preinit: full`. */
  readonly warm: WarmDetector | undefined;
  readonly server: CaptureServer;
  /** Called once, when the window is gone. */
  onGone(): void;
}

export interface SessionWindow {
  /** Aborts every request and every callback but `on_close`, and removes the window. */
  close(): void;
  /** Takes the window out of sight; capture, requests and callbacks go on, and it closes itself at the end. */
  hide(): void;
}

/** Opens the window and captures, again and again if the person wants another try, until it is closed. */
export function openSessionWindow(setup: WindowSetup): SessionWindow {
  const closing = new AbortController();
  const events = viewEvents();
  const screen = { hidden: false, errors: true };
  let eventSessionId = '';
  const callbacks = pageCallbacks(setup.options, () => eventSessionId);
  const { overlay_options: overlay } = setup.options;
  const view = setup.createView({
    parent: document.body,
    styleSheetUrl: assetUrl(adapterLink(setup.baseUrl).baseUrl, STYLE_SHEET_PATH),
    language: setup.languages.choose([setup.options.lang]),
    style: setup.options.style,
    documentPattern: typeof overlay === 'object' ? overlay.show_document_pattern !== false : true,
    version: `Presence ${SDK_VERSION}`,
    onEvent: events.emit,
  });
  const gone = () => {
    view.close();
    setup.onGone();
    // Last, so that the page may open the next window in its on_close.
    callbacks.close();
  };
  const close = () => {
    if (closing.signal.aborted) return;
    callbacks.mute();
    closing.abort(new DOMException('The capture window was closed.', 'AbortError'));
    gone();
  };
  events.listen((event) => {
    if (event.kind === 'close') close();
  });

  const run = async () => {
    let again = true;
    for (let tries = 0; again; tries += 1) {
      const ending = await attempt(setup, {
        zeroMs: tries === 0 ? setup.openedMs : performance.now(),
        warnings: tries === 0 ? setup.ignored : [],
        view,
        events,
        callbacks,
        signal: closing.signal,
        onSession: (id) => {
          eventSessionId = id;
        },
        onConfig: (config) => {
          screen.errors = !config.disable_adapter_errors_on_screen;
          chooseLanguage(setup, view, config);
        },
      });
      if (closing.signal.aborted) return;
      again = await showEnding(ending, {
        view,
        events,
        callbacks,
        screen,
        // A token of the page's own is good for one capture.
        repeatable: setup.options.session_token === undefined,
        signal: closing.signal,
      });
    }
    close();
  };
  run().catch(() => close());

  return {
    close,
    hide: () => {
      screen.hidden = true;
      view.hide();
      events.emit({ kind: 'hidden' });
    },
  };
}

type Ending =
  | { readonly kind: 'result'; readonly result: ResultPayload | null }
  | { readonly kind: 'error'; readonly error: CaptureError };

interface AttemptParts {
  /** `performance.now()` at capture time zero. */
  readonly zeroMs: number;
  /** Names of ignored options. */
  readonly warnings: readonly string[];
  readonly view: CaptureView;
  readonly events: ViewEvents;
  readonly callbacks: PageCallbacks;
  readonly signal: AbortSignal;
  onSession(eventSessionId: string): void;
  onConfig(config: ClientConfig): void;
}

/** One capture, its telemetry sent whatever the ending. */
async function attempt(setup: WindowSetup, parts: AttemptParts): Promise<Ending> {
  const { zeroMs } = parts;
  const link = adapterLink(setup.baseUrl);
  const telemetry = startTelemetry({
    baseUrl: link.baseUrl,
    now: () => performance.now() - zeroMs,
    ...(setup.server.takesTelemetry ? {} : { send: () => undefined }),
  });
  telemetry.note('open', { version: SDK_VERSION });
  if (parts.warnings.length > 0) telemetry.note('options.ignored', { options: parts.warnings.join(', ') });
  parts.onSession('');
  parts.view.setSession(null);
  try {
    const result = await captureSession({
      ...parts,
      options: setup.options,
      link,
      telemetry,
      early: setup.early,
      warm: setup.warm,
      loadConfig: (signal) => setup.server.loadConfig(link, signal),
      openSession: (request, signal) => setup.server.openSession(link, request, signal),
    });
    return { kind: 'result', result };
  } catch (thrown) {
    const error = toCaptureError(thrown);
    telemetry.note('error', { code: parts.signal.aborted ? 'closed' : error.code });
    return { kind: 'error', error };
  } finally {
    setup.early?.drop();
    telemetry.close();
  }
}

interface EndingParts {
  readonly view: CaptureView;
  readonly events: ViewEvents;
  readonly callbacks: PageCallbacks;
  readonly screen: { readonly hidden: boolean; readonly errors: boolean };
  /** Whether a declined capture may be followed by another one. */
  readonly repeatable: boolean;
  readonly signal: AbortSignal;
}

/** Shows how it ended and waits for the person. @returns whether to try again. */
async function showEnding(ending: Ending, parts: EndingParts): Promise<boolean> {
  const { view, events, callbacks, screen, repeatable, signal } = parts;
  if (ending.kind === 'error') callbacks.error(ending.error);
  // The page may have closed or hidden the window in its callback.
  if (signal.aborted || screen.hidden) return false;
  if (ending.kind === 'error') {
    if (!screen.errors) return false;
    const { code } = ending.error;
    view.show({ kind: 'error', code, retry: isRetryable(code), help: helpFor(code) });
    const next = await events.next(['retry', 'close', 'hidden'], signal);
    return next.kind === 'retry';
  }
  const verdict = ending.result === null ? 'done' : verdictOf(ending.result);
  const retry = verdict === 'declined' && repeatable;
  view.show({ kind: 'finished', verdict, retry });
  if (verdict === 'declined')
    return (await events.next(['retry', 'close', 'hidden'], signal)).kind === 'retry';
  await eitherCloseOrTime(events, signal);
  return false;
}

/** How to allow the camera in this browser, where that is what is wrong. */
function helpFor(code: ErrorCode): CameraHelpId | undefined {
  const kind = browserKind(navigator.userAgent, navigator.maxTouchPoints);
  if (code === 'camera_in_app_browser') return 'in_app';
  return code === 'camera_permission_denied' || code === 'camera_timeout' ? cameraHelpFor(kind) : undefined;
}

async function eitherCloseOrTime(events: ViewEvents, signal: AbortSignal): Promise<void> {
  const limit = limitedSignal(signal, SHOW_ENDING_MS);
  await events.next(['close', 'hidden'], limit.signal).catch(() => undefined);
  limit.release();
}

/** The page's wish if the adapter allows it or the page brought the language itself, else the adapter's default. */
function chooseLanguage({ options, languages }: WindowSetup, view: CaptureView, config: ClientConfig): void {
  const { lang } = options;
  // One language may have several ids: `kz` is `kk`, `pt_BR` is `pt-br`, `es-MX` is said in `es`.
  const tagOf = (id: string) => languages.choose([id]).tag;
  const allowed =
    lang === undefined ||
    config.lang_allow.length === 0 ||
    languages.isOfPage(lang) ||
    config.lang_allow.some((each) => tagOf(each) === tagOf(lang));
  const audience = config.use_for_liveness ? 'operator' : 'person';
  view.setLanguage(languages.choose([allowed ? lang : undefined, config.lang_default], audience));
}
