import { certainty, rounded } from '../model/certainty.ts';
import type { CheckResult } from '../model/check-result.ts';
import { type FrameEvidence, faceFrames } from '../model/clip-evidence.ts';
import { SCENE_CHECK } from './check-limits.data.ts';
import { eyesLeast } from './eyes-least.ts';
import { explainedBy, sceneMotion } from './scene-motion.ts';

/**
 * Whether the face moves against what is behind it and within itself. A photograph that fills the view, held by a hand or
 * panned by a program, moves as one sheet: one plane map lays two frames over each other, face, hair, background and all.
 * Says nothing where the picture around the face stands still, as before a camera on a table, or where an eye blinks.
 */
export function checkScene(frames: readonly FrameEvidence[]): CheckResult {
  const nothing = { check: 'scene', score: null, reasons: [], measures: {} } as const;
  const shown = faceFrames(frames);
  if (shown.length < SCENE_CHECK.leastFrames || eyesLeast(shown) < SCENE_CHECK.eyesLeast) return nothing;
  const motion = sceneMotion(shown);
  if (motion === undefined) return nothing;
  const { moved, face, around, parallax } = motion;
  const measures = {
    moved: rounded(moved),
    face: rounded(face),
    around: rounded(around),
    parallax: rounded(parallax),
  };
  if (moved < SCENE_CHECK.moved) return { ...nothing, measures };
  // A picture must look flat in both respects: a quiet head before a turning camera does in the first one alone.
  const stirs = certainty(explainedBy(motion), SCENE_CHECK.explained);
  const score = rounded(Math.max(stirs, certainty(parallax, SCENE_CHECK.parallax)));
  if (score >= 0.5) return { ...nothing, score, measures };
  const { threshold } = SCENE_CHECK.explained;
  const message =
    'The face and everything around it move as one flat picture, and nothing in it stirs: it is a photograph held or moved before the camera.';
  const reason = {
    check: 'scene',
    code: 'flat_scene',
    score: rounded(explainedBy(motion)),
    threshold,
    message,
  } as const;
  return { ...nothing, score, measures, reasons: [reason] };
}
