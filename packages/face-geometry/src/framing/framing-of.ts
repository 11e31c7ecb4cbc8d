import type { FaceMeasures } from '../model/face-measures.ts';
import type { FrameSize } from '../model/point.ts';
import { DEFAULT_OVAL, FRAMING_LIMITS as L } from './framing-limits.data.ts';

export type Framing = 'ok' | 'too_far' | 'too_close' | 'off_centre' | 'turned_away';

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
  const share = measures.faceHeightRatio / oval.height;
  if (share > L.maxOvalShare.value) return 'too_close';
  if (share < L.minOvalShare.value || measures.interOcularPx < L.minInterOcularPx.value) {
    // Turning shortens the eye distance; that alone does not make the face far.
    return share < L.minOvalShare.value || !turnedAway(measures) ? 'too_far' : 'turned_away';
  }
  const dx = Math.abs(measures.centre.x - oval.centre.x) / oval.width;
  const dy = Math.abs(measures.centre.y - oval.centre.y) / oval.height;
  if (dx > L.centreX.value || dy > L.centreY.value) return 'off_centre';
  return turnedAway(measures) ? 'turned_away' : 'ok';
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

function turnedAway({ pose }: FaceMeasures): boolean {
  return (
    Math.abs(pose.yaw) > L.maxYaw.value ||
    pose.pitch > L.maxPitchUp.value ||
    pose.pitch < -L.maxPitchDown.value ||
    Math.abs(pose.roll) > L.maxRoll.value
  );
}
