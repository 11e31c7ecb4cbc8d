import type { InjectionSignals } from '@presence/protocol';

/** What a browser with an ordinary webcam collects. */
export const HONEST_SIGNALS: InjectionSignals = {
  version: 1,
  capabilities: {
    width: { min: 1, max: 1920 },
    height: { min: 1, max: 1080 },
    frame_rate: { min: 0, max: 30 },
    facing_modes: [],
    controls: ['exposureMode', 'whiteBalanceMode'],
  },
  identity: { device_id: true, group_id: true, cameras: 1, opened: 1 },
  timing: {
    open_ms: 412,
    first_frame_ms: 61.5,
    clock: 'capture',
    intervals: 120,
    mean_ms: 33.4,
    median_ms: 33.3,
    std_ms: 1.9,
    longest_ms: 42.7,
    steady_share: 0.62,
  },
  frames: { compared: 110, duplicates: 0, longest_run: 1 },
  interfaces: { tampered: [], checked: 38, reference: 'frame' },
  automation: { webdriver: false, hints: [] },
  interruptions: [],
};
