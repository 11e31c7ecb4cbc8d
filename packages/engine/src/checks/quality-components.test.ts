import { describe, expect, it } from 'vitest';
import { face, frame, frames } from './fixtures/evidence.ts';
import { qualityComponents } from './quality-components.ts';

describe('qualityComponents', () => {
  it('names what was measured on each frame, of the frames that show a face', () => {
    const shown = [frame(0, []), frame(1, [face({ pose: { yaw: -12.3456, pitch: 2, roll: 1 } })])];
    expect(qualityComponents(shown)).toMatchObject([
      {
        frame: 1,
        single_face_present: 1,
        head_pose_yaw: -12.346,
        inter_eye_distance: 110,
        head_size: 0.5,
        leftward_crop: expect.closeTo(220 / 640, 2),
        rightward_crop: 0.344,
        downward_crop: 0.25,
        eyes_open: 0.3,
        mouth_closed: 0.02,
        face_occlusion_prevention: 0.99,
        luminance_mean: 120,
        sharpness: 150,
      },
    ]);
    expect(qualityComponents([frame(0, [face(), face()])])[0]?.single_face_present).toBe(0);
  });

  it('reports a part of a long clip, first and last frame included', () => {
    const reported = qualityComponents(frames(100));
    expect(reported).toHaveLength(24);
    expect([reported[0]?.frame, reported.at(-1)?.frame]).toEqual([0, 99]);
  });
});
