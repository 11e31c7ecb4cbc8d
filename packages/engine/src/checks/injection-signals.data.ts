/** One sign of a camera that is not there: how much suspicion it brings (0..1), and why. */
export interface InjectionSign {
  readonly weight: number;
  readonly origin: string;
}

/**
 * Signs in what the browser said of its camera. They come from the browser, so none is proof and none is needed: honest
 * people have privacy extensions and odd cameras, and an attacker can forge every sign. Origin of the weights: judgement, for
 * no labelled captures of injection tools were at hand. Date: 2026-11-22.
 */
export const INJECTION_SIGNS = {
  interfaces_replaced: {
    weight: 0.4,
    origin:
      'injection scripts replace getUserMedia and its kin; so do a few libraries (zone.js, webrtc-adapter)',
  },
  pictures_repeat: {
    weight: 0.4,
    origin: 'a sensor is noisy: neighbouring pictures are hardly ever equal at all of 768 points',
  },
  no_device: { weight: 0.2, origin: 'generated tracks often name no device' },
  few_abilities: { weight: 0.15, origin: 'a webcam offers several sizes or image controls' },
  clock_too_even: { weight: 0.15, origin: 'a sensor jitters by more than a timer or a file being played' },
  virtual_camera: {
    weight: 0.4,
    origin:
      'names that programs give the cameras they make; honest people use a few of them (a phone as webcam, a blurred background)',
  },
  beyond_abilities: {
    weight: 0.2,
    origin: 'a track larger or faster than its device says it can be has one of the two made up',
  },
  automated: { weight: 0.2, origin: 'drivers of browsers; assistive tools may look the same' },
} as const satisfies Record<string, InjectionSign>;

export type InjectionSignName = keyof typeof INJECTION_SIGNS;

/** When the numbers among the signals count as a sign. Origin and date as above. */
export const INJECTION_RULES = {
  /** By how much a setting may pass what the device can do before it counts; rates are rounded by drivers. */
  beyond: { pixels: 0, framesPerSecond: 1 },
  /** Share of neighbouring pictures that are the same, with at least so many compared. */
  repeats: { share: 0.5, least: 20 },
  /** Share of steady intervals of the camera's own clock, with at least so many, and their deviation in ms. */
  evenClock: { steadyShare: 0.995, least: 40, stdMs: 0.3 },
} as const;
