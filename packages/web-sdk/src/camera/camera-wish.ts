import type { Facing } from './main-lens.ts';

/** Which camera, and what picture of it. */
export interface CameraWish {
  readonly facing: Facing;
  /** The camera wanted; undefined leaves it to the direction. */
  readonly deviceId: string | undefined;
  /** A document needs more pixels than a face. */
  readonly subject: 'face' | 'document';
  /** Take the picture in the camera's own shape instead of asking for one of WANTED. */
  readonly ownShape: boolean;
}

/** 640 x 480 is what the landmark model needs and what every camera has; browsers turn it upright on phones by themselves. */
const WANTED = {
  face: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } },
  document: { width: { ideal: 1920 }, height: { ideal: 1080 } },
} as const;

/** What `getUserMedia` is asked for. */
export function constraintsOf({ facing, deviceId, subject, ownShape }: CameraWish): MediaStreamConstraints {
  const { height, ...rest } = WANTED[subject];
  const device =
    deviceId === undefined ? { facingMode: { ideal: facing } } : { deviceId: { exact: deviceId } };
  // Without a height nothing is cut off or stretched.
  return { video: { ...rest, ...(ownShape ? {} : { height }), ...device }, audio: false };
}
