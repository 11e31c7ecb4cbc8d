import type { CameraEntry, InjectionSignals, TrackerEntry } from '@presence/protocol';
import { SDK_VERSION } from './sdk-version.ts';

/** Not in TypeScript's DOM types: Chromium only. */
interface ExtraNavigator {
  readonly deviceMemory?: number;
  readonly userAgentData?: { readonly mobile: boolean; readonly platform: string };
}

export interface CaptureFacts {
  readonly camera: CameraEntry | null;
  readonly tracker: TrackerEntry;
  /** IANA name. */
  readonly timeZone: string;
  /** Only where no manifest carries them: in the object of `on_capture_complete`. */
  readonly signals?: InjectionSignals | undefined;
}

/**
 * The client environment as one JSON string; the API gets it untouched as `additional_info`. Nothing in it names the
 * person.
 */
export function additionalInfo({ camera, tracker, timeZone, signals }: CaptureFacts): string {
  const extra = navigator as Navigator & ExtraNavigator;
  return JSON.stringify({
    sdk: { name: 'presence-web-sdk', version: SDK_VERSION },
    browser: {
      user_agent: navigator.userAgent.slice(0, 500),
      platform: extra.userAgentData?.platform ?? navigator.platform,
      mobile: isMobile(),
      languages: navigator.languages.slice(0, 5),
      cores: navigator.hardwareConcurrency ?? null,
      memory_gb: extra.deviceMemory ?? null,
      webdriver: navigator.webdriver === true,
      touch_points: navigator.maxTouchPoints,
    },
    screen: { width: screen.width, height: screen.height, pixel_ratio: window.devicePixelRatio },
    timezone: timeZone,
    camera,
    tracker,
    ...(signals === undefined ? {} : { injection_signals: signals }),
  });
}

export function isMobile(): boolean {
  const extra = navigator as Navigator & ExtraNavigator;
  // An iPad calls itself a Macintosh; no Mac has a touch screen.
  const tablet = /Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1;
  return extra.userAgentData?.mobile ?? (tablet || /Android|iPhone|iPad|Mobi/i.test(navigator.userAgent));
}
