import { describe, expect, it } from 'vitest';
import type { FaceFrame } from '../model/clip-evidence.ts';
import { planInspection } from './plan-inspection.ts';

/** Frames turned by these degrees; only the pose and the number are looked at. */
const shown = (...yaws: number[]): FaceFrame[] =>
  yaws.map((yaw, index) => {
    const face = {
      points: new Float32Array(),
      presence: 1,
      measures: {
        pose: { yaw, pitch: 0, roll: 0 },
        interOcularPx: 100,
        box: { left: 0, top: 0, right: 10, bottom: 10 },
        eyes: { left: 0.3, right: 0.3 },
        mouth: { width: 0.6, opening: 0, cornerLift: 0 },
        yawProxy: 0,
        centre: { x: 0.5, y: 0.5 },
        faceWidthRatio: 0.3,
        faceHeightRatio: 0.5,
      },
    };
    const sight = {
      width: 640,
      height: 480,
      sha256: '',
      glimpse: new Float32Array(),
      faces: [face],
      look: undefined,
    };
    return { frame: { index, name: '', timeMs: index * 100 }, sight, face };
  });
const framesOf = (plan: ReturnType<typeof planInspection>, task: 'live' | 'embedding') =>
  plan.filter(({ tasks }) => tasks[task]).map(({ shown: { frame } }) => frame.index);

describe('planInspection', () => {
  it('shows the spoof model frontal frames spread over the clip', () => {
    const plan = planInspection(shown(0, 0, 30, 35, 30, 0, 0, 0), { live: 3, identity: 0 });
    expect(framesOf(plan, 'live')).toEqual([0, 5, 7]);
  });

  it('shows it turned ones when there are too few frontal ones', () => {
    const plan = planInspection(shown(30, 35, 0, 30), { live: 3, identity: 0 });
    expect(framesOf(plan, 'live')).toHaveLength(3);
  });

  it('takes the identity from the most frontal frame of each part', () => {
    const plan = planInspection(shown(9, 2, 7, 8, 1, 5), { live: 0, identity: 2 });
    expect(framesOf(plan, 'embedding')).toEqual([1, 4]);
  });

  it('plans nothing without faces', () => {
    expect(planInspection([], { live: 8, identity: 3 })).toEqual([]);
  });
});
