import { describe, expect, it } from 'vitest';
import { decodeDetections } from './decode-detections.ts';

const frame = { width: 640, height: 480 };

/** Raw model output in which the given anchors are certain and say the same box: 32 x 48 input pixels, moved by (2, -3). */
function outputOf(...anchors: number[]) {
  const regressors = new Float32Array(896 * 16);
  const scores = new Float32Array(896).fill(-20);
  anchors.forEach((anchor, rank) => {
    scores[anchor] = 4 - rank;
    regressors.set([2, -3, 32, 48, -8, -6, 8, -6], anchor * 16);
  });
  return { regressors, scores };
}
const decode = (...anchors: number[]) => {
  const { regressors, scores } = outputOf(...anchors);
  return decodeDetections(regressors, scores, frame, 0.5);
};

describe('decodeDetections', () => {
  it('puts the box of an anchor of the fine map into the frame', () => {
    // Anchor 272: cell 136 = row 8, column 8 of 16, centre 8.5 / 16 of the square, which reaches 80 px above the frame.
    const [face] = decode(272);
    const centre = (8.5 / 16) * 640;
    expect(face?.box.left).toBeCloseTo(centre + 10 - 80, 3);
    expect(face?.box.right).toBeCloseTo(centre + 10 + 80, 3);
    expect(face?.box.top).toBeCloseTo(centre - 15 - 120 - 80, 3);
    expect(face?.box.bottom).toBeCloseTo(centre - 15 + 120 - 80, 3);
    expect(face?.keypoints[0]?.x).toBeCloseTo(centre - 40, 3);
    expect(face?.keypoints[1]?.y).toBeCloseTo(centre - 30 - 80, 3);
    expect(face?.score).toBeCloseTo(1 / (1 + Math.exp(-4)), 6);
  });

  it('reads the coarse map behind the fine one', () => {
    // Anchor 512 + 6 * 27: cell 27 = row 3, column 3 of 8.
    const [face] = decode(512 + 6 * 27);
    expect(((face?.box.left ?? 0) + (face?.box.right ?? 0)) / 2).toBeCloseTo((3.5 / 8) * 640 + 10, 3);
  });

  it('makes one face of overlapping candidates, weighing by score', () => {
    const faces = decode(272, 274);
    expect(faces).toHaveLength(1);
    const [a = 0, b = 0] = [4, 3].map((logit) => 1 / (1 + Math.exp(-logit)));
    const expected = ((8.5 * a + 9.5 * b) / (a + b) / 16) * 640 + 10;
    expect(((faces[0]?.box.left ?? 0) + (faces[0]?.box.right ?? 0)) / 2).toBeCloseTo(expected, 2);
  });

  it('keeps faces apart that do not overlap, best first', () => {
    expect(decode(272 + 10, 272 - 10).map(({ box }) => box.left)).toEqual([
      expect.closeTo(470, 0),
      expect.closeTo(70, 0),
    ]);
  });

  it('finds nothing below the threshold', () => {
    expect(decode()).toEqual([]);
  });

  it('refuses tensors of another model', () => {
    expect(() => decodeDetections(new Float32Array(16), new Float32Array(1), frame, 0.5)).toThrow(
      expect.objectContaining({ code: 'model_output_malformed' }),
    );
  });
});
