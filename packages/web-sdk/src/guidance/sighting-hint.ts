import { placementOf } from '@presence/face-geometry';
import type { FaceSighting } from '../model/finder-messages.ts';
import type { HintId } from '../model/hint-id.ts';
import { GUIDANCE_LIMITS as L } from './guidance-limits.data.ts';
import { ovalFor, TROUBLES } from './trouble.ts';

/** What to tell a person of whom only the face's place is known. */
export function sightingHint({ faces, frame }: FaceSighting, drawn: boolean): HintId {
  const [face, second] = faces;
  if (face === undefined) return TROUBLES.no_face.hint;
  const height = face.box.bottom - face.box.top;
  if (second !== undefined && second.box.bottom - second.box.top >= L.secondFaceShare.value * height)
    return TROUBLES.many_faces.hint;
  const placement = placementOf(
    {
      centre: {
        x: (face.box.left + face.box.right) / 2 / frame.width,
        y: (face.box.top + face.box.bottom) / 2 / frame.height,
      },
      faceHeightRatio: height / frame.height,
      interOcularPx: face.interOcularPx,
    },
    ovalFor(frame, drawn),
  );
  return placement === 'ok' ? 'hold_still' : TROUBLES[placement].hint;
}
