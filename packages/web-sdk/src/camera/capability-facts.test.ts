import { describe, expect, it } from 'vitest';
import { capabilityFacts } from './capability-facts.ts';

describe('capabilityFacts', () => {
  it('keeps ranges and the names of real controls, and no id', () => {
    const facts = capabilityFacts({
      deviceId: 'secret',
      groupId: 'secret',
      width: { min: 1, max: 1920 },
      height: { min: 1, max: 1080 },
      frameRate: { min: 0, max: 30 },
      facingMode: ['user'],
      exposureMode: ['continuous', 'manual'],
      focusMode: ['none'],
      brightness: { min: 0, max: 255, step: 1 },
      zoom: { min: 1, max: 1 },
      torch: true,
      resizeMode: ['none', 'crop-and-scale'],
    });
    expect(facts).toEqual({
      width: { min: 1, max: 1920 },
      height: { min: 1, max: 1080 },
      frame_rate: { min: 0, max: 30 },
      facing_modes: ['user'],
      controls: ['exposureMode', 'brightness', 'torch'],
    });
    expect(JSON.stringify(facts)).not.toContain('secret');
  });

  it.each([[{}], [{ width: 640, frameRate: { max: 'x' }, facingMode: 'user' }]])(
    'finds little in %j',
    (given) => {
      expect(capabilityFacts(given)).toEqual({
        width: null,
        height: null,
        frame_rate: null,
        facing_modes: [],
        controls: [],
      });
    },
  );

  it('is null where the browser reports nothing', () => {
    expect(capabilityFacts(undefined)).toBeNull();
  });
});
