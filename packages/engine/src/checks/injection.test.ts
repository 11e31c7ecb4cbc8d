import type { InjectionSignals } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import { checkInjection } from './injection.ts';

/** A webcam as a browser describes it. */
const WEBCAM: InjectionSignals = {
  version: 1,
  capabilities: {
    width: { min: 1, max: 1920 },
    height: { min: 1, max: 1080 },
    frame_rate: { min: 0, max: 30 },
    facing_modes: [],
    controls: ['exposureMode'],
  },
  identity: { device_id: true, group_id: true, cameras: 1, opened: 1 },
  timing: {
    open_ms: 900,
    first_frame_ms: 200,
    clock: 'capture',
    intervals: 120,
    mean_ms: 33.4,
    median_ms: 33.3,
    std_ms: 2.1,
    longest_ms: 50,
    steady_share: 0.6,
  },
  frames: { compared: 100, duplicates: 0, longest_run: 0 },
  interfaces: { tampered: [], checked: 20, reference: 'frame' },
  automation: { webdriver: false, hints: [] },
  interruptions: [],
};

describe('checkInjection', () => {
  it('finds nothing in a webcam, and says nothing without signals', () => {
    expect(checkInjection(WEBCAM)).toMatchObject({ score: 1, reasons: [] });
    expect(checkInjection(undefined).score).toBeNull();
    expect(checkInjection({ ...WEBCAM, version: 7 }).score).toBeNull();
  });

  it.each<[string, Partial<InjectionSignals>, number]>([
    [
      'interfaces_replaced',
      { interfaces: { ...WEBCAM.interfaces, tampered: ['MediaDevices.getUserMedia'] } },
      0.6,
    ],
    ['pictures_repeat', { frames: { compared: 60, duplicates: 59, longest_run: 59 } }, 0.6],
    ['no_device', { identity: { ...WEBCAM.identity, device_id: false } }, 0.8],
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
    ['clock_too_even', { timing: { ...WEBCAM.timing, steady_share: 1, std_ms: 0.01 } }, 0.85],
    ['automated', { automation: { webdriver: true, hints: [] } }, 0.8],
  ])('notices %s', (name, part, score) => {
    const result = checkInjection({ ...WEBCAM, ...part });
    expect(result.measures[name]).toBe(1);
    expect(Object.values(result.measures).reduce((sum, value) => sum + value, 0)).toBe(1);
    expect(result.score).toBeCloseTo(score);
  });

  it('adds suspicions up, and refuses nobody', () => {
    const result = checkInjection({
      ...WEBCAM,
      automation: { webdriver: true, hints: [] },
      identity: { ...WEBCAM.identity, device_id: false },
    });
    expect(result.score).toBeCloseTo(0.64);
    expect(result.reasons).toEqual([]);
  });
});
