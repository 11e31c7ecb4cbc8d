import { foreseeableFailure } from '../camera/camera-failure.ts';
import { cameraSurroundings } from '../camera/camera-surroundings.ts';
import { type EarlyCamera, earlyCamera } from '../camera/early-camera.ts';
import type { OpenOptions } from '../model/capture-options.ts';
import type { LanguageStrings } from '../model/language.ts';
import type { WindowShell } from '../model/window-shell.ts';
import { captureWindowOnPage } from '../ui/capture-dialog.ts';
import { openShell } from '../ui/open-shell.ts';
import type { EarlyAnswer } from '../upload/adapter-link.ts';
import { STYLE_SHEET_PATH } from './asset-urls.ts';
import { cameraFirst } from './camera-first.ts';
import { showFirstPicture } from './first-picture.ts';
import { firstWish } from './first-wish.ts';
import { beginsWithVideo } from './group-actions.ts';
import { type KnownConfig, knownConfig } from './known-config.ts';
import { looksRight } from './looks-right.ts';

/** What the script tag has set going when the SDK takes over. */
export interface HeadStart {
  readonly camera: EarlyCamera;
  readonly known: KnownConfig;
  /** `performance.now()` at `open()`. */
  readonly openedMs: number;
  /** The answer to the request for the configuration, once. */
  takeConfig(): EarlyAnswer | undefined;
  /** The window, once, with or without a picture in it. */
  takeWindow(): WindowShell | undefined;
}

export interface BeginOptions {
  /** As the page gave them, not yet checked: whatever is wrong with them is said later. */
  readonly options: OpenOptions;
  /** Words the page has added, by language. */
  readonly words: readonly (readonly [id: string, strings: LanguageStrings])[];
  /** The person closes the window before the SDK has it. */
  onCancel(): void;
}

export interface StartingHeadStart extends HeadStart {
  /**
   * Asks for camera and configuration, opens the window and shows the picture in it as soon as both have answered.
   * Resolves when the rest may begin: nothing may compete with the camera until its first picture is on screen.
   */
  begin(start: BeginOptions): Promise<void>;
  drop(): void;
  hide(): void;
}

export interface HeadStartSetup {
  readonly adapterUrl: string;
  readonly configUrl: string;
  readonly version: string;
  /** Names what has no words of its own yet. */
  name(shell: WindowShell, start: BeginOptions): void;
}

export function headStart(setup: HeadStartSetup): StartingHeadStart {
  const { adapterUrl, configUrl } = setup;
  const camera = earlyCamera(navigator.mediaDevices);
  const known = knownConfig();
  let openedMs = 0;
  let config: EarlyAnswer | undefined;
  let shell: WindowShell | undefined;

  const fetchConfig = (): Promise<boolean> => {
    const response = fetch(configUrl, { credentials: 'omit', cache: 'no-store' });
    config = { url: configUrl, response };
    // A copy is read: the SDK reads the answer itself, and all of it.
    return response.then(async (answer) => {
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      return isForOperators(await answer.clone().json());
    });
  };
  const openWindow = (start: BeginOptions, operator: Promise<boolean>): Promise<void> => {
    const opened = openShell({
      parent: document.body,
      styleSheetUrl: new URL(STYLE_SHEET_PATH, adapterUrl).href,
      style: start.options.style,
      version: setup.version,
      onCancel: start.onCancel,
    });
    // First of all, so that it is closed by whoever ends this, whatever else is wrong with the page's options.
    shell = opened;
    setup.name(opened, start);
    const { options } = start;
    return showFirstPicture({
      options,
      adapterUrl,
      camera,
      shell: opened,
      operator,
      isOurs: () => shell === opened,
    });
  };

  return {
    camera,
    known,
    get openedMs() {
      return openedMs;
    },
    takeConfig: () => {
      const taken = config;
      config = undefined;
      return taken;
    },
    takeWindow: () => {
      const taken = shell;
      shell = undefined;
      return taken;
    },
    begin: async (start) => {
      openedMs = performance.now();
      config = undefined;
      // The SDK will say what is wrong with them; a window would only flash up before.
      if (!looksRight(start.options)) return;
      const ahead = known.fresh();
      const operator = ahead === undefined ? fetchConfig() : Promise.resolve(ahead.use_for_liveness);
      // Who takes it hears of a failure.
      operator.catch(() => undefined);
      try {
        const { options } = start;
        if (captureWindowOnPage() || !beginsWithVideo(options.action)) return;
        if (foreseeableFailure(cameraSurroundings()) !== undefined) return;
        const wish = firstWish(options, ahead?.use_for_liveness, adapterUrl);
        if (wish !== undefined) camera.ask(wish);
        await cameraFirst(openWindow(start, operator));
      } catch {
        // A camera or an adapter that refuses, options of another shape than documented: the SDK says so when it is there.
      }
    },
    hide: () => shell?.hide(),
    drop: () => {
      camera.drop();
      config = undefined;
      shell?.close();
      shell = undefined;
    },
  };
}

/** Of the configuration, whose shape the SDK checks when it is there. */
function isForOperators(config: unknown): boolean {
  return (
    typeof config === 'object' &&
    config !== null &&
    'use_for_liveness' in config &&
    config.use_for_liveness === true
  );
}
