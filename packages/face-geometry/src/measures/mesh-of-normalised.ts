import type { FaceMesh, FrameSize, Point3 } from '../model/point.ts';

/** Landmarks as FaceLandmarker reports them (x and y over the frame's sides, z over its width), brought to pixels. */
export function meshOfNormalised(landmarks: readonly Point3[], frame: FrameSize): FaceMesh {
  return landmarks.map(({ x, y, z }) => ({ x: x * frame.width, y: y * frame.height, z: z * frame.width }));
}
