import { DOCUMENT_HINTS } from '../model/hint-id.ts';
import type { FigureMotion } from './face-figure.ts';

/** What the little face shows without moving; everything else has an animation in styles/figure.css. */
export const STILL_FIGURES: readonly FigureMotion[] = [
  'still',
  'look_at_camera',
  'hold_still',
  'back_to_center',
  'well_done',
  'video_selfie_blank',
  'video_selfie_best',
  ...DOCUMENT_HINTS,
];
