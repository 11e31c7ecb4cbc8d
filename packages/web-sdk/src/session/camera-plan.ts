import type { ClientConfig } from '@presence/protocol';
import { type BrowserKind, browserKind, cameraHelpFor } from '../camera/browser-kind.ts';
import type { CameraHelpId } from '../model/camera-help.ts';
import type { OpenOptions } from '../model/capture-options.ts';
import type { CurrentDevice } from './current-device.ts';

/** How the camera is used, decided by configuration, page and device. */
export interface CameraPlan {
  readonly facing: 'user' | 'environment';
  readonly mirrored: boolean;
  readonly oval: boolean;
  /** `disable_adaptive_aspect_ratio`: take the picture in the camera's own shape. */
  readonly ownShape: boolean;
  /** Milliseconds until the window shows help on allowing the camera. */
  readonly slowAfterMs: number;
  /** Which help that is. */
  readonly help: CameraHelpId;
}

const DEFAULT_SLOW_AFTER_MS = 40_000;

/**
 * `use_for_liveness` is the operator mode: a clerk films a customer, so the rear camera where there is one, whatever the
 * page wishes, and no mirror; on desktops no outline either.
 */
export function cameraPlan(config: ClientConfig, options: OpenOptions, device: CurrentDevice): CameraPlan {
  const kind = browserKind(device.userAgent, device.touchPoints);
  const operator = config.use_for_liveness;
  // Only a wish: a desktop has no rear camera and opens the one it has.
  const facing = operator ? 'environment' : (options.cameraFacingMode ?? 'user');
  return {
    facing,
    mirrored: !operator && facing === 'user',
    oval: !operator || device.mobile,
    ownShape: options.disable_adaptive_aspect_ratio === true,
    slowAfterMs: options.get_user_media_timeout ?? configuredTimeoutMs(config, kind),
    help: cameraHelpFor(kind),
  };
}

function configuredTimeoutMs(config: ClientConfig, { os, browser }: BrowserKind): number {
  const timeouts = config.get_user_media_timeout;
  const seconds = timeouts[`${os}_${browser}`] ?? timeouts.default_default;
  return seconds !== undefined && seconds > 0 ? seconds * 1000 : DEFAULT_SLOW_AFTER_MS;
}
