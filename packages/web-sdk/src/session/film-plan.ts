import type { OpenOptions } from '../model/capture-options.ts';
import type { VideoLook } from '../model/video-look.ts';
import type { CurrentDevice } from './current-device.ts';

/** Which camera films the face, and how its picture is shown. */
export interface FilmPlan {
  readonly facing: 'user' | 'environment';
  readonly mirrored: boolean;
  readonly oval: boolean;
  /** `disable_adaptive_aspect_ratio`: take the picture in the camera's own shape. */
  readonly ownShape: boolean;
}

/**
 * @param operator `use_for_liveness`: a clerk films a customer, so the rear camera where there is one, whatever the page
 * wishes, and no mirror; on desktops no outline either.
 */
export function filmPlan(
  operator: boolean,
  options: OpenOptions,
  { mobile }: Pick<CurrentDevice, 'mobile'>,
): FilmPlan {
  // Only a wish: a desktop has no rear camera and opens the one it has.
  const facing = operator ? 'environment' : (options.cameraFacingMode ?? 'user');
  return {
    facing,
    mirrored: !operator && facing === 'user',
    oval: !operator || mobile,
    ownShape: options.disable_adaptive_aspect_ratio === true,
  };
}

/** The same for the camera that was opened: a rear one is no mirror, whatever was wished for. */
export function videoLook(
  plan: Pick<FilmPlan, 'mirrored' | 'oval'>,
  subject: 'face' | 'document',
  { facingMode, width = 640, height = 480 }: MediaTrackSettings,
): VideoLook {
  const face = subject === 'face';
  return {
    mirrored: plan.mirrored && face && facingMode !== 'environment',
    oval: plan.oval && face,
    width,
    height,
  };
}
