import { defaultOval, type Framing, framingOf, lightingOf, type Oval } from '@presence/face-geometry';
import type { ErrorCode } from '@presence/protocol';
import type { FaceObservation, FrameSize } from '../model/face-observation.ts';
import type { HintId } from '../model/hint-id.ts';
import { GUIDANCE_LIMITS as L } from './guidance-limits.data.ts';

/** What keeps a frame from being used. */
export type Trouble =
  | 'no_face'
  | 'many_faces'
  | 'too_far'
  | 'too_close'
  | 'off_centre'
  | 'turned_away'
  | 'too_dark'
  | 'too_bright'
  | 'unsteady';

/** What the person is told at once, and what the capture fails with when it lasts. */
export const TROUBLES: Readonly<Record<Trouble, { readonly hint: HintId; readonly code: ErrorCode }>> = {
  no_face: { hint: 'look_at_camera', code: 'face_not_found' },
  many_faces: { hint: 'one_face_only', code: 'face_multiple' },
  too_far: { hint: 'move_closer', code: 'face_too_far' },
  too_close: { hint: 'move_back', code: 'face_too_close' },
  off_centre: { hint: 'center_face', code: 'face_not_centered' },
  turned_away: { hint: 'look_straight', code: 'face_not_centered' },
  too_dark: { hint: 'too_dark', code: 'face_too_dark' },
  too_bright: { hint: 'too_bright', code: 'face_too_bright' },
  unsteady: { hint: 'hold_still', code: 'face_not_centered' },
};

/** Without the oval the operator aims the camera: the face may stand anywhere across the frame. */
const OPERATOR_WIDTH = 2;

/** The first thing to be put right, or undefined when the frame can be used for measuring. */
export function troubleOf(observation: FaceObservation, oval: boolean): Trouble | undefined {
  const crowd = crowdTrouble(observation);
  const [face] = observation.faces;
  if (crowd !== undefined || face === undefined) return crowd ?? 'no_face';
  const framing: Framing = framingOf(face.measures, observation.frame, {
    oval: ovalFor(observation.frame, oval),
  });
  if (framing !== 'ok') return framing;
  const lighting = observation.light === null ? 'ok' : lightingOf(observation.light);
  return lighting === 'ok' ? undefined : lighting;
}

/** Whether there is one face and only one; all that is asked while a head turns. */
export function crowdTrouble({ faces }: FaceObservation): 'no_face' | 'many_faces' | undefined {
  const [first, second] = faces;
  if (first === undefined) return 'no_face';
  if (second === undefined) return undefined;
  const share = second.measures.faceHeightRatio / first.measures.faceHeightRatio;
  return share >= L.secondFaceShare.value ? 'many_faces' : undefined;
}

/** Where the face belongs, whether an oval is drawn there or not. */
export function ovalFor(frame: FrameSize, drawn: boolean): Oval {
  const oval = defaultOval(frame);
  return drawn ? oval : { ...oval, width: oval.width * OPERATOR_WIDTH };
}
