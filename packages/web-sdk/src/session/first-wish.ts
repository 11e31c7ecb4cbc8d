import { foreseeableFailure } from '../camera/camera-failure.ts';
import { cameraSurroundings } from '../camera/camera-surroundings.ts';
import type { CameraWish } from '../camera/camera-wish.ts';
import { rememberedCamera } from '../camera/remembered-camera.ts';
import type { OpenOptions } from '../model/capture-options.ts';
import { currentDevice } from './current-device.ts';
import { filmPlan } from './film-plan.ts';
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
 *
 * @param operator the configuration's `use_for_liveness`; undefined as long as it is not known.
 */
export function firstWish(
  options: OpenOptions,
  operator: boolean | undefined,
  baseUrl: string,
): CameraWish | undefined {
  if (!beginsWithVideo(options.action)) return undefined;
  const device = currentDevice();
  if (operator === undefined && device.mobile) return undefined;
  if (foreseeableFailure(cameraSurroundings()) !== undefined) return undefined;
  return faceWish(options, filmPlan(operator ?? false, options, device), baseUrl);
}
