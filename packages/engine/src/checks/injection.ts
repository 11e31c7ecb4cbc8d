import {
  type CameraEntry,
  cameraEntrySchema,
  type InjectionSignals,
  injectionSignalsSchema,
} from '@presence/protocol';
import { rounded } from '../model/certainty.ts';
import type { CheckResult } from '../model/check-result.ts';
import { INJECTION_SIGNS, type InjectionSignName, INJECTION_RULES as R } from './injection-signals.data.ts';

/**
 * What speaks for a camera that is not there, in the signals the browser wrote into the signed manifest. Suspicions add
 * up as independent ones do. It gives no reasons: signals that the browser could forge refuse nobody alone.
 *
 * @param claims `injection_signals` and `camera` of the media's meta data, as uploaded; anything malformed counts as absent.
 */
export function checkInjection(claims: {
  readonly injection_signals?: unknown;
  readonly camera?: unknown;
}): CheckResult {
  const nothing = { check: 'injection', reasons: [] } as const;
  const signals = injectionSignalsSchema.safeParse(claims.injection_signals).data;
  const camera = cameraEntrySchema.safeParse(claims.camera).data;
  if (signals === undefined && camera === undefined) return { ...nothing, score: null, measures: {} };
  const signs = Object.entries({
    ...(signals && signsOf(signals)),
    ...(camera && { virtual_camera: isNamedVirtual(camera) }),
    ...(signals && camera && { beyond_abilities: isBeyond(camera, signals) }),
  });
  // Object.entries forgets that the keys are the names of the signs.
  const weights = signs.map(([name, seen]) => (seen ? INJECTION_SIGNS[name as InjectionSignName].weight : 0));
  return {
    ...nothing,
    score: rounded(weights.reduce((left, weight) => left * (1 - weight), 1)),
    measures: Object.fromEntries(signs.map(([name, seen]) => [name, Number(seen)])),
  };
}

/** By the label of a program that makes cameras (`web-sdk/src/camera/virtual-cameras.data.ts`). */
function isNamedVirtual({ virtual_camera: { signals } }: CameraEntry): boolean {
  return signals.some((sign) => sign.startsWith('label:'));
}

/** Longer and shorter sides are compared, for a phone held upright turns its settings and not its abilities. */
function isBeyond({ settings }: CameraEntry, { capabilities }: InjectionSignals): boolean {
  const { width, height, frameRate } = settings;
  if (capabilities === null) return false;
  const most = [capabilities.width?.max, capabilities.height?.max];
  const sides = bySize([width, height]).map((side, at) => side - (bySize(most)[at] ?? side));
  const rate = capabilities.frame_rate?.max ?? Number.POSITIVE_INFINITY;
  return (
    sides.some((excess) => excess > R.beyond.pixels) ||
    (typeof frameRate === 'number' && frameRate - rate > R.beyond.framesPerSecond)
  );
}

/** Empty unless both are numbers. */
function bySize(sides: readonly unknown[]): readonly number[] {
  const known = sides.filter((side) => typeof side === 'number');
  return known.length === sides.length ? known.sort((a, b) => b - a) : [];
}

function signsOf(
  signals: InjectionSignals,
): Record<Exclude<InjectionSignName, 'virtual_camera' | 'beyond_abilities'>, boolean> {
  const { capabilities, identity, timing, frames, interfaces, automation } = signals;
  return {
    interfaces_replaced: interfaces.tampered.length > 0,
    pictures_repeat:
      frames.compared >= R.repeats.least && frames.duplicates >= R.repeats.share * frames.compared,
    no_device: !identity.device_id,
    few_abilities:
      capabilities !== null && capabilities.controls.length === 0 && !adjustable(capabilities.width),
    clock_too_even:
      timing.clock === 'capture' &&
      timing.intervals >= R.evenClock.least &&
      (timing.steady_share ?? 0) >= R.evenClock.steadyShare &&
      (timing.std_ms ?? Number.POSITIVE_INFINITY) <= R.evenClock.stdMs,
    automated: automation.webdriver,
  };
}

function adjustable(range: { readonly min: number; readonly max: number } | null): boolean {
  return range !== null && range.max > range.min;
}
