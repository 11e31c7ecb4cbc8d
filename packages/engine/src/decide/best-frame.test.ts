import type { FaceMeasures } from '@presence/face-geometry';
import { describe, expect, it } from 'vitest';
import type { FrameEvidence } from '../model/clip-evidence.ts';
import { bestFrame } from './best-frame.ts';

const FRONTAL: FaceMeasures = {
  pose: { yaw: 0, pitch: 0, roll: 0 },
  interOcularPx: 110,
  box: { left: 220, top: 120, right: 420, bottom: 360 },
  eyes: { left: 0.3, right: 0.3 },
  mouth: { width: 0.6, opening: 0.02, cornerLift: 0 },
  yawProxy: 0,
  centre: { x: 0.5, y: 0.5 },
  faceWidthRatio: 0.31,
  faceHeightRatio: 0.5,
};

function frame(
  index: number,
  part: {
    readonly measures?: Partial<FaceMeasures>;
    readonly sharpness?: number;
    readonly open?: number;
  } = {},
): FrameEvidence {
  const open = part.open ?? 1;
  const quality = { luminance: 120, overexposed: 0, underexposed: 0, sharpness: part.sharpness ?? 150 };
  return {
    frame: { index, name: '', timeMs: index * 100 },
    sight: {
      width: 640,
      height: 480,
      sha256: '',
      glimpse: new Float32Array(),
      faces: [{ points: new Float32Array(), presence: 1, measures: { ...FRONTAL, ...part.measures } }],
      look: { quality, eyesOpen: { left: open, right: open } },
    },
  };
}

describe('bestFrame', () => {
  it('prefers the frontal, sharp frame with open eyes', () => {
    const clip = [
      frame(0, { measures: { pose: { yaw: 20, pitch: 0, roll: 0 } } }),
      frame(1, { sharpness: 15 }),
      frame(2),
      frame(3, { open: 0.2 }),
      frame(4, { measures: { eyes: { left: 0.1, right: 0.1 } } }),
    ];
    expect(bestFrame(clip)?.frame.index).toBe(2);
    expect(bestFrame([...clip].reverse())?.frame.index).toBe(2);
  });

  it('takes a poor frame before none, and none where no face is', () => {
    expect(bestFrame([frame(0, { open: 0 })])?.frame.index).toBe(0);
    expect(bestFrame([])).toBeUndefined();
  });
});
