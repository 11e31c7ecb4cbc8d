/**
 * How apps name themselves in the user agent of their built-in browsers. Order matters: the first match names the app.
 * Sources, 2026-11-22: user agents reported in onfido-sdk-ui#774, #863, #914, amplify-ui#6134, #6154, react-webcam#235;
 * Android WebView's "; wv)" and "Version/4.0 Chrome/": developer.chrome.com, WebView user agent. Telegram's browser on iOS
 * and X's name themselves nowhere: they cannot be told from Safari.
 */
export interface InAppBrowser {
  readonly app: string;
  readonly pattern: RegExp;
}

export const IN_APP_BROWSERS: readonly InAppBrowser[] = [
  { app: 'instagram', pattern: /\bInstagram\b/ },
  { app: 'messenger', pattern: /\bFBAN\/Messenger|\bMessenger(Lite)?ForiOS|\bOrca-Android/i },
  { app: 'facebook', pattern: /\bFB(AN|AV|IOS|4A|_IAB)\b/ },
  { app: 'tiktok', pattern: /musical_ly|BytedanceWebview|TikTok|\btrill_/i },
  { app: 'line', pattern: /\bLine\/\d/ },
  { app: 'wechat', pattern: /\bMicroMessenger\//i },
  { app: 'telegram', pattern: /\bTelegram(-Android|Bot)?\b/i },
  { app: 'linkedin', pattern: /\bLinkedInApp\b/i },
  { app: 'snapchat', pattern: /\bSnapchat\b/i },
  { app: 'pinterest', pattern: /\bPinterest\/(iOS|Android)|\[Pinterest/i },
  { app: 'kakaotalk', pattern: /\bKAKAOTALK\b/i },
  { app: 'vk', pattern: /\bVKAndroidApp|\bVK(Client|iOS)/i },
  { app: 'webview', pattern: /;\s*wv\)|Android.*Version\/\d+\.\d+ Chrome\/\d/ },
  // Apps on iOS that embed a page leave Safari's name out.
  {
    app: 'webview',
    pattern: /\b(iPhone|iPad|iPod)\b(?!.*(Safari|CriOS|FxiOS|EdgiOS|OPiOS|DuckDuckGo|YaBrowser|GSA))/,
  },
];
