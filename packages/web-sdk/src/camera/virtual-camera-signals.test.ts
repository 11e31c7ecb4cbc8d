import { describe, expect, it } from 'vitest';
import { virtualCameraSignals } from './virtual-camera-signals.ts';

const HONEST = { label: 'HD Pro Webcam C920 (046d:082d)', frameRate: 30, deviceId: 'a1', patched: false };

describe('virtualCameraSignals', () => {
  it('finds nothing in an ordinary camera', () => {
    expect(virtualCameraSignals(HONEST)).toEqual({ suspected: false, signals: [] });
  });

  it.each(['OBS Virtual Camera', 'ManyCam Virtual Webcam', 'Snap Camera'])('suspects %s', (label) => {
    expect(virtualCameraSignals({ ...HONEST, label }).suspected).toBe(true);
  });

  it('suspects a page whose camera interface was replaced', () => {
    expect(virtualCameraSignals({ ...HONEST, patched: true }).signals).toContain('patched_interface');
  });

  it('notes missing settings without suspecting them', () => {
    const found = virtualCameraSignals({ label: '', frameRate: 0, deviceId: '', patched: false });
    expect(found.suspected).toBe(false);
    expect(found.signals).toEqual(['label_missing', 'device_id_missing', 'frame_rate_missing']);
  });
});
