import type { CameraHelpId } from '../model/camera-help.ts';
import { IN_APP_BROWSERS } from './in-app-browsers.data.ts';

/** What a user agent says of itself, in the words of the keys of `get_user_media_timeout`: `<os>_<browser>`. */
export interface BrowserKind {
  readonly os: 'android' | 'ios' | 'windows' | 'macos' | 'linux';
  /** `facebook` is the browser inside that app, as the documented key `android_facebook` has it. */
  readonly browser: 'chrome' | 'edge' | 'firefox' | 'safari' | 'samsung' | 'opera' | 'facebook';
  /** The app whose built-in browser this is; null in a browser of its own. */
  readonly inApp: string | null;
}

/** @param touchPoints `navigator.maxTouchPoints`: an iPad calls itself a Mac, which has none. */
export function browserKind(userAgent: string, touchPoints: number): BrowserKind {
  const inApp = IN_APP_BROWSERS.find(({ pattern }) => pattern.test(userAgent))?.app ?? null;
  return { os: osOf(userAgent, touchPoints), browser: browserOf(userAgent, inApp), inApp };
}

/** The help on allowing the camera that fits; the nearest relative where there is none of the browser's own. */
export function cameraHelpFor({ os, browser, inApp }: BrowserKind): CameraHelpId {
  if (inApp !== null) return 'in_app';
  if (os === 'ios') return browser === 'safari' ? 'safari_ios' : 'other_ios';
  if (os === 'android') {
    if (browser === 'samsung') return 'samsung_android';
    return browser === 'firefox' ? 'firefox_android' : 'chrome_android';
  }
  if (browser === 'edge' || browser === 'firefox' || browser === 'safari') return `${browser}_desktop`;
  return 'chrome_desktop';
}

function osOf(userAgent: string, touchPoints: number): BrowserKind['os'] {
  if (/Android/i.test(userAgent)) return 'android';
  if (/iPhone|iPad|iPod/i.test(userAgent)) return 'ios';
  if (/Windows/i.test(userAgent)) return 'windows';
  if (/Mac OS/i.test(userAgent)) return touchPoints > 1 ? 'ios' : 'macos';
  return 'linux';
}

function browserOf(userAgent: string, inApp: string | null): BrowserKind['browser'] {
  if (inApp === 'facebook') return 'facebook';
  if (/SamsungBrowser/.test(userAgent)) return 'samsung';
  if (/Firefox|FxiOS/.test(userAgent)) return 'firefox';
  if (/\bEdg(A|iOS)?\//.test(userAgent)) return 'edge';
  if (/\bOPR\/|\bOPiOS\//.test(userAgent)) return 'opera';
  return /Chrome|CriOS|Chromium/.test(userAgent) ? 'chrome' : 'safari';
}
