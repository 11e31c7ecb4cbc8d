import { isMobile } from './additional-info.ts';

/** What of the device decides how its camera is used. */
export interface CurrentDevice {
  readonly mobile: boolean;
  readonly userAgent: string;
  readonly touchPoints: number;
}

export function currentDevice(): CurrentDevice {
  return { mobile: isMobile(), userAgent: navigator.userAgent, touchPoints: navigator.maxTouchPoints };
}
