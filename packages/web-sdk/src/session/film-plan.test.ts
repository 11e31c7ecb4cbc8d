import { describe, expect, it } from 'vitest';
import { filmPlan, videoLook } from './film-plan.ts';

const DESK = { mobile: false };
const PHONE = { mobile: true };

describe('how a face is filmed', () => {
  it('is as in a mirror, unless the page wishes for the rear camera', () => {
    expect(filmPlan(false, {}, DESK)).toEqual({
      facing: 'user',
      mirrored: true,
      oval: true,
      ownShape: false,
    });
    expect(
      filmPlan(false, { cameraFacingMode: 'environment', disable_adaptive_aspect_ratio: true }, PHONE),
    ).toEqual({ facing: 'environment', mirrored: false, oval: true, ownShape: true });
  });

  it('is from behind for an operator, whatever the page wishes', () => {
    const plan = { facing: 'environment', mirrored: false, ownShape: false };
    expect(filmPlan(true, { cameraFacingMode: 'user' }, PHONE)).toEqual({ ...plan, oval: true });
    expect(filmPlan(true, {}, DESK)).toEqual({ ...plan, oval: false });
  });

  it('shows what the camera turns out to be', () => {
    const plan = { mirrored: true, oval: true };
    const size = { width: 480, height: 640 };
    expect(videoLook(plan, 'face', { facingMode: 'user', ...size })).toEqual({ ...plan, ...size });
    expect(videoLook(plan, 'face', { facingMode: 'environment', ...size }).mirrored).toBe(false);
    expect(videoLook(plan, 'document', {})).toEqual({
      mirrored: false,
      oval: false,
      width: 640,
      height: 480,
    });
  });
});
