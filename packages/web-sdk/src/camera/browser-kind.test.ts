import { describe, expect, it } from 'vitest';
import { browserKind, cameraHelpFor } from './browser-kind.ts';

const ANDROID = 'Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko)';
const WEBVIEW =
  'Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';

describe('browsers of their own', () => {
  it.each([
    [`${ANDROID} Chrome/130.0.0.0 Mobile Safari/537.36`, 'android', 'chrome', 'chrome_android'],
    [
      `${ANDROID} SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36`,
      'android',
      'samsung',
      'samsung_android',
    ],
    [
      'Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0',
      'android',
      'firefox',
      'firefox_android',
    ],
    [`${ANDROID} Chrome/130.0.0.0 Mobile Safari/537.36 EdgA/130.0`, 'android', 'edge', 'chrome_android'],
    [`${IPHONE} Version/18.1 Mobile/15E148 Safari/604.1`, 'ios', 'safari', 'safari_ios'],
    [`${IPHONE} CriOS/130.0.6723.90 Mobile/15E148 Safari/604.1`, 'ios', 'chrome', 'other_ios'],
    [`${IPHONE} FxiOS/132.0 Mobile/15E148 Safari/605.1.15`, 'ios', 'firefox', 'other_ios'],
    [`${MAC} Version/18.1 Safari/605.1.15`, 'macos', 'safari', 'safari_desktop'],
    [`${WINDOWS} Chrome/130.0.0.0 Safari/537.36`, 'windows', 'chrome', 'chrome_desktop'],
    [`${WINDOWS} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0`, 'windows', 'edge', 'edge_desktop'],
    [`${WINDOWS} Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0`, 'windows', 'opera', 'chrome_desktop'],
    [
      'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
      'linux',
      'firefox',
      'firefox_desktop',
    ],
  ])('%s', (userAgent, os, browser, help) => {
    const kind = browserKind(userAgent, 0);
    expect(kind).toEqual({ os, browser, inApp: null });
    expect(cameraHelpFor(kind)).toBe(help);
  });

  it('knows an iPad that calls itself a Mac by its touch screen', () => {
    const kind = browserKind(`${MAC} Version/18.1 Safari/605.1.15`, 5);
    expect(kind).toMatchObject({ os: 'ios', browser: 'safari', inApp: null });
    expect(cameraHelpFor(kind)).toBe('safari_ios');
  });
});

describe('browsers inside apps', () => {
  it.each([
    [`${WEBVIEW} [FB_IAB/FB4A;FBAV/490.0.0.0;]`, 'android', 'facebook'],
    [`${IPHONE} Mobile/22B83 [FBAN/FBIOS;FBAV/490.0;FBDV/iPhone15,2]`, 'ios', 'facebook'],
    [`${IPHONE} Mobile/22B83 Instagram 355.0.0.27 (iPhone15,2; iOS 18_1)`, 'ios', 'instagram'],
    [`${WEBVIEW} Instagram 355.1.0.44 Android (34/14; 480dpi)`, 'android', 'instagram'],
    [`${WEBVIEW} trill_370104 BytedanceWebview/d8a21c6 musical_ly_2023701040`, 'android', 'tiktok'],
    [`${IPHONE} Mobile/22B83 Safari Line/14.18.0`, 'ios', 'line'],
    [`${WEBVIEW} MicroMessenger/8.0.50.2701 WeChat/arm64 Weixin`, 'android', 'wechat'],
    [`${WEBVIEW} Telegram-Android/11.3.3 (Samsung SM-S918B; Android 14)`, 'android', 'telegram'],
    [`${IPHONE} Mobile/22B83 [LinkedInApp]/9.29.7541`, 'ios', 'linkedin'],
    [`${IPHONE} Mobile/15E148 Snapchat/13.13.0.45 (like Safari/8618.1.15)`, 'ios', 'snapchat'],
    [`${IPHONE} Mobile/22B83 [FBAN/MessengerForiOS;FBAV/480.0]`, 'ios', 'messenger'],
    [WEBVIEW, 'android', 'webview'],
    [`${IPHONE} Mobile/22B83`, 'ios', 'webview'],
  ])('%s', (userAgent, os, app) => {
    const kind = browserKind(userAgent, 5);
    expect(kind).toMatchObject({ os, inApp: app });
    expect(cameraHelpFor(kind)).toBe('in_app');
  });

  it('answers to the documented key of the Facebook browser', () => {
    const { os, browser } = browserKind(`${WEBVIEW} [FB_IAB/FB4A;FBAV/490.0.0.0;]`, 5);
    expect(`${os}_${browser}`).toBe('android_facebook');
  });
});
