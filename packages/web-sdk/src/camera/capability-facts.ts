import type { InjectionSignals } from '@presence/protocol';

type Capabilities = NonNullable<InjectionSignals['capabilities']>;

/**
 * Image controls a camera may offer. Source: MediaStream Image Capture (W3C), constrainable properties, 2026-11-22;
 * `resizeMode` and the like are left out, since the browser adds them itself.
 */
const CONTROLS: readonly string[] = [
  'whiteBalanceMode',
  'exposureMode',
  'focusMode',
  'pointsOfInterest',
  'exposureCompensation',
  'exposureTime',
  'colorTemperature',
  'iso',
  'brightness',
  'contrast',
  'pan',
  'saturation',
  'sharpness',
  'focusDistance',
  'tilt',
  'zoom',
  'torch',
];

/** What of `track.getCapabilities()` tells cameras apart. Ids are left out. Null without a report. */
export function capabilityFacts(reported: object | undefined): Capabilities | null {
  if (reported === undefined) return null;
  const entries = new Map<string, unknown>(Object.entries(reported));
  const facing = entries.get('facingMode');
  return {
    width: rangeOf(entries.get('width')),
    height: rangeOf(entries.get('height')),
    frame_rate: rangeOf(entries.get('frameRate')),
    facing_modes: Array.isArray(facing) ? facing.map(String).slice(0, 8) : [],
    controls: CONTROLS.filter((name) => isAdjustable(entries.get(name))),
  };
}

function rangeOf(value: unknown): { min: number; max: number } | null {
  if (typeof value !== 'object' || value === null || !('max' in value)) return null;
  const min = 'min' in value ? Number(value.min) : 0;
  const max = Number(value.max);
  return Number.isFinite(min) && Number.isFinite(max) ? { min, max } : null;
}

/** A range with room, a list with a choice, or a switch. */
function isAdjustable(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 1;
  const range = rangeOf(value);
  return range === null ? value === true : range.max > range.min;
}
