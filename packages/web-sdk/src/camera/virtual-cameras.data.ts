/**
 * Parts of the labels virtual cameras give themselves, lower case. A label can be changed at will and a missing match
 * proves nothing: this is a signal for the back office, never a verdict.
 * Source: default device names in the programs' own documentation; collected 2026-11-22.
 */
export const VIRTUAL_CAMERA_LABELS: readonly string[] = [
  'obs virtual',
  'obs-camera',
  'virtual camera',
  'virtualcam',
  'virtual webcam',
  'manycam',
  'snap camera',
  'xsplit vcam',
  'splitcam',
  'youcam',
  'e2esoft vcam',
  'vcamera',
  'droidcam',
  'iriun',
  'epoccam',
  'camo',
  'ivcam',
  'mmhmm',
  'nvidia broadcast',
  'avatarify',
  'chromacam',
  'webcamoid',
  'v4l2loopback',
  'dummy video device',
  'unity video capture',
  'ndi webcam',
];
