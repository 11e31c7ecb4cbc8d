import type { ClientConfig } from '@presence/protocol';
import { foreseeableFailure } from '../camera/camera-failure.ts';
import { cameraSurroundings } from '../camera/camera-surroundings.ts';
import type { CameraWish } from '../camera/camera-wish.ts';
import { rememberedCamera } from '../camera/remembered-camera.ts';
import type { OpenOptions } from '../model/capture-options.ts';
import { cameraPlan } from './camera-plan.ts';
import { currentDevice } from './current-device.ts';
import { beginsWithVideo } from './group-actions.ts';

/** The camera a face is filmed with. */
export function faceWish(
  options: OpenOptions,
  plan: Pick<CameraWish, 'facing' | 'ownShape'>,
  baseUrl: string,
): CameraWish {
  const { facing, ownShape } = plan;
  const remembered = rememberedCamera(baseUrl, () => window.localStorage);
  return { facing, deviceId: options.device_id ?? remembered.get(facing), subject: 'face', ownShape };
}

/**
 * The camera this capture begins with, as far as that is known when the page calls `open()`; undefined when it is not, or
 * when no camera can be had. The configuration decides between front and rear, which only phones have: without it they wait.
 */
export function firstWish(
  options: OpenOptions,
  config: ClientConfig | undefined,
  baseUrl: string,
): CameraWish | undefined {
  if (!beginsWithVideo(options.action)) return undefined;
  const device = currentDevice();
  if (config === undefined && device.mobile) return undefined;
  if (foreseeableFailure(cameraSurroundings()) !== undefined) return undefined;
  const guess = {
    facing: options.cameraFacingMode ?? 'user',
    ownShape: options.disable_adaptive_aspect_ratio === true,
  } as const;
  return faceWish(options, config === undefined ? guess : cameraPlan(config, options, device), baseUrl);
}
