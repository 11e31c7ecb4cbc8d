import type { ClientConfig } from '@presence/protocol';
import { type BrowserKind, browserKind, cameraHelpFor } from '../camera/browser-kind.ts';
import type { CameraHelpId } from '../model/camera-help.ts';
import type { OpenOptions } from '../model/capture-options.ts';
import type { CurrentDevice } from './current-device.ts';
import { type FilmPlan, filmPlan } from './film-plan.ts';

/** How the camera is used, decided by configuration, page and device. */
export interface CameraPlan extends FilmPlan {
  /** Milliseconds until the window shows help on allowing the camera. */
  readonly slowAfterMs: number;
  /** Which help that is. */
  readonly help: CameraHelpId;
}

const DEFAULT_SLOW_AFTER_MS = 40_000;

export function cameraPlan(config: ClientConfig, options: OpenOptions, device: CurrentDevice): CameraPlan {
  const kind = browserKind(device.userAgent, device.touchPoints);
  return {
    ...filmPlan(config.use_for_liveness, options, device),
    slowAfterMs: options.get_user_media_timeout ?? configuredTimeoutMs(config, kind),
    help: cameraHelpFor(kind),
  };
}

function configuredTimeoutMs(config: ClientConfig, { os, browser }: BrowserKind): number {
  const timeouts = config.get_user_media_timeout;
  const seconds = timeouts[`${os}_${browser}`] ?? timeouts.default_default;
  return seconds !== undefined && seconds > 0 ? seconds * 1000 : DEFAULT_SLOW_AFTER_MS;
}
