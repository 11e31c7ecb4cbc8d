import type { FaceMeasures } from '../model/face-measures.ts';
import type { FrameSize } from '../model/point.ts';
import { DEFAULT_OVAL, FRAMING_LIMITS as L } from './framing-limits.data.ts';

export type Framing = 'ok' | 'too_far' | 'too_close' | 'off_centre' | 'turned_away';

/** The part of it that needs no mesh: a box and two eyes tell. */
export type Placement = Exclude<Framing, 'turned_away'>;

/** The oval the face belongs into, as shares (0..1) of the frame's width (x, width) and height (y, height). */
export interface Oval {
  readonly centre: { readonly x: number; readonly y: number };
  readonly width: number;
  readonly height: number;
}

/** The first thing to be put right about the face's place; size before place before pose. */
export function framingOf(
  measures: FaceMeasures,
  frame: FrameSize,
  options: { readonly oval?: Oval } = {},
): Framing {
  const oval = options.oval ?? defaultOval(frame);
  const placement = placementOf(measures, oval);
  // Turning shortens the eye distance; that alone does not make the face far.
  const tall = measures.faceHeightRatio / oval.height >= L.minOvalShare.value;
  if (placement === 'ok' || (placement === 'too_far' && tall))
    return turnedAway(measures) ? 'turned_away' : placement;
  return placement;
}

/** The first thing to be put right about the place of a face whose pose is not known; size before place. */
export function placementOf(
  face: Pick<FaceMeasures, 'centre' | 'faceHeightRatio' | 'interOcularPx'>,
  oval: Oval,
): Placement {
  const share = face.faceHeightRatio / oval.height;
  if (share > L.maxOvalShare.value) return 'too_close';
  if (share < L.minOvalShare.value || face.interOcularPx < L.minInterOcularPx.value) return 'too_far';
  const dx = Math.abs(face.centre.x - oval.centre.x) / oval.width;
  const dy = Math.abs(face.centre.y - oval.centre.y) / oval.height;
  return dx > L.centreX.value || dy > L.centreY.value ? 'off_centre' : 'ok';
}

/** A 3:4 oval in the middle of the frame, as tall as fits. */
export function defaultOval(frame: FrameSize): Oval {
  const heightPx = Math.min(
    frame.height * DEFAULT_OVAL.heightShare,
    (frame.width * DEFAULT_OVAL.maxWidthShare) / DEFAULT_OVAL.aspect,
  );
  return {
    centre: { x: DEFAULT_OVAL.centreX, y: DEFAULT_OVAL.centreY },
    width: (heightPx * DEFAULT_OVAL.aspect) / frame.width,
    height: heightPx / frame.height,
  };
}

/** Whether the head is turned or tilted too far for its pose to be the neutral of a gesture: no capture begins with it. */
export function turnedAway({ pose }: FaceMeasures): boolean {
  return (
    Math.abs(pose.yaw) > L.maxYaw.value ||
    pose.pitch > L.maxPitchUp.value ||
    pose.pitch < -L.maxPitchDown.value ||
    Math.abs(pose.roll) > L.maxRoll.value
  );
}
