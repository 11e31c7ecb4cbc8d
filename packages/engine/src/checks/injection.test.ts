import type { InjectionSignals } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import { HONEST_SIGNALS } from '../../../../tests/support/honest-signals.ts';
import { checkInjection } from './injection.ts';

describe('checkInjection', () => {
  it('finds nothing in a webcam, and says nothing without signals', () => {
    expect(checkInjection(HONEST_SIGNALS)).toMatchObject({ score: 1, reasons: [] });
    expect(checkInjection(undefined).score).toBeNull();
    expect(checkInjection({ ...HONEST_SIGNALS, version: 7 }).score).toBeNull();
  });

  it.each<[string, Partial<InjectionSignals>, number]>([
    [
      'interfaces_replaced',
      { interfaces: { ...HONEST_SIGNALS.interfaces, tampered: ['MediaDevices.getUserMedia'] } },
      0.6,
    ],
    ['pictures_repeat', { frames: { compared: 60, duplicates: 59, longest_run: 59 } }, 0.6],
    ['no_device', { identity: { ...HONEST_SIGNALS.identity, device_id: false } }, 0.8],
    [
      'few_abilities',
      {
        capabilities: {
          width: { min: 640, max: 640 },
          height: null,
          frame_rate: null,
          facing_modes: [],
          controls: [],
        },
      },
      0.85,
    ],
    ['clock_too_even', { timing: { ...HONEST_SIGNALS.timing, steady_share: 1, std_ms: 0.01 } }, 0.85],
    ['automated', { automation: { webdriver: true, hints: [] } }, 0.8],
  ])('notices %s', (name, part, score) => {
    const result = checkInjection({ ...HONEST_SIGNALS, ...part });
    expect(result.measures[name]).toBe(1);
    expect(Object.values(result.measures).reduce((sum, value) => sum + value, 0)).toBe(1);
    expect(result.score).toBeCloseTo(score);
  });

  it('adds suspicions up, and refuses nobody', () => {
    const result = checkInjection({
      ...HONEST_SIGNALS,
      automation: { webdriver: true, hints: [] },
      identity: { ...HONEST_SIGNALS.identity, device_id: false },
    });
    expect(result.score).toBeCloseTo(0.64);
    expect(result.reasons).toEqual([]);
  });
});
