import type { CameraEntry, InjectionSignals } from '@presence/protocol';
import { describe, expect, it } from 'vitest';
import { HONEST_SIGNALS } from '../../../../tests/support/honest-signals.ts';
import { checkInjection } from './injection.ts';

const WEBCAM: CameraEntry = {
  label: 'Integrated Camera (04f2:b6d9)',
  facing: 'user',
  settings: { width: 1280, height: 720, frameRate: 30 },
  virtual_camera: { suspected: false, signals: [] },
};

describe('checkInjection', () => {
  it('finds nothing in a webcam, and says nothing without signals', () => {
    const honest = { injection_signals: HONEST_SIGNALS, camera: WEBCAM };
    expect(checkInjection(honest)).toMatchObject({ score: 1, reasons: [] });
    expect(checkInjection({}).score).toBeNull();
    expect(
      checkInjection({ injection_signals: { ...HONEST_SIGNALS, version: 7 }, camera: 'webcam' }).score,
    ).toBeNull();
    expect(Object.keys(checkInjection({ camera: WEBCAM }).measures)).toEqual(['virtual_camera']);
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
    const result = checkInjection({ injection_signals: { ...HONEST_SIGNALS, ...part }, camera: WEBCAM });
    expect(result.measures[name]).toBe(1);
    expect(Object.values(result.measures).reduce((sum, value) => sum + value, 0)).toBe(1);
    expect(result.score).toBeCloseTo(score);
  });

  it('notices the name of a program that makes cameras, and no other doubt about a name', () => {
    const named = (signals: readonly string[]) =>
      checkInjection({ camera: { ...WEBCAM, virtual_camera: { suspected: true, signals } } });
    expect(named(['label:obs virtual'])).toMatchObject({ score: 0.6, measures: { virtual_camera: 1 } });
    expect(named(['label_missing', 'device_id_missing'])).toMatchObject({ score: 1 });
  });

  it.each<[string, CameraEntry['settings'], number]>([
    ['wider than it can be', { width: 3840, height: 1080, frameRate: 30 }, 1],
    ['faster than it can be', { width: 1280, height: 720, frameRate: 60 }, 1],
    ['as large as it can be, on a phone held upright', { width: 1080, height: 1920, frameRate: 30 }, 0],
    ['a rate that is rounded', { frameRate: 30.3 }, 0],
    ['nothing', {}, 0],
  ])('compares settings with abilities: %s', (_what, settings, beyond) => {
    const camera = { ...WEBCAM, settings };
    const result = checkInjection({ injection_signals: HONEST_SIGNALS, camera });
    expect([result.measures.beyond_abilities, result.score]).toEqual([beyond, beyond === 1 ? 0.8 : 1]);
    const unable = checkInjection({ injection_signals: { ...HONEST_SIGNALS, capabilities: null }, camera });
    expect(unable.measures.beyond_abilities).toBe(0);
  });

  it('adds suspicions up, and refuses nobody', () => {
    const signals = {
      ...HONEST_SIGNALS,
      automation: { webdriver: true, hints: [] },
      identity: { ...HONEST_SIGNALS.identity, device_id: false },
    };
    const result = checkInjection({ injection_signals: signals });
    expect(result.score).toBeCloseTo(0.64);
    expect(result.reasons).toEqual([]);
  });
});
