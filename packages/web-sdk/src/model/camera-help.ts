/** Where a browser keeps its camera permission; each has a picture and a text `ui.allow_<id>`. */
export const CAMERA_HELP_IDS = [
  'chrome_desktop',
  'edge_desktop',
  'firefox_desktop',
  'safari_desktop',
  'chrome_android',
  'firefox_android',
  'samsung_android',
  'safari_ios',
  'other_ios',
  'in_app',
] as const;

/** Which help on allowing the camera fits this browser; `in_app`: leave the app and open the page in a browser. */
export type CameraHelpId = (typeof CAMERA_HELP_IDS)[number];
