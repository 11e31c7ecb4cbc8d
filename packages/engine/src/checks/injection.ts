import { type InjectionSignals, injectionSignalsSchema } from '@presence/protocol';
import { rounded } from '../model/certainty.ts';
import type { CheckResult } from '../model/check-result.ts';
import { INJECTION_SIGNS, type InjectionSignName, INJECTION_RULES as R } from './injection-signals.data.ts';

/**
 * What speaks for a camera that is not there, in the signals the browser wrote into the signed manifest. Suspicions add
 * up as independent ones do. It gives no reasons: signals that the browser could forge refuse nobody alone.
 *
 * @param claim `injection_signals` of the media's meta data, as uploaded; anything malformed counts as absent.
 */
export function checkInjection(claim: unknown): CheckResult {
  const nothing = { check: 'injection', reasons: [] } as const;
  const signals = injectionSignalsSchema.safeParse(claim);
  if (!signals.success) return { ...nothing, score: null, measures: {} };
  const signs = Object.entries(signsOf(signals.data));
  // Object.entries forgets that the keys are the names of the signs.
  const weights = signs.map(([name, seen]) => (seen ? INJECTION_SIGNS[name as InjectionSignName].weight : 0));
  return {
    ...nothing,
    score: rounded(weights.reduce((left, weight) => left * (1 - weight), 1)),
    measures: Object.fromEntries(signs.map(([name, seen]) => [name, Number(seen)])),
  };
}

function signsOf(signals: InjectionSignals): Record<InjectionSignName, boolean> {
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
