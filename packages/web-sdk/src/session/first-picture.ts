import type { EarlyCamera } from '../camera/early-camera.ts';
import { lensRank } from '../camera/main-lens.ts';
import { firstFrame } from '../frames/first-frame.ts';
import type { OpenOptions } from '../model/capture-options.ts';
import type { WindowShell } from '../model/window-shell.ts';
import { currentDevice } from './current-device.ts';
import { filmPlan, videoLook } from './film-plan.ts';
import { firstWish } from './first-wish.ts';

export interface FirstPictureOptions {
  readonly options: OpenOptions;
  readonly adapterUrl: string;
  readonly camera: EarlyCamera;
  readonly shell: WindowShell;
  /** `use_for_liveness`, as soon as the adapter says so. Rejects when it refuses this page: then nothing is shown. */
  readonly operator: Promise<boolean>;
  /** Whether the window is still nobody else's. */
  isOurs(): boolean;
}

/**
 * Shows the camera that was asked for, before the SDK is there. Resolves when its picture was presented; rejects when there is
 * none to be shown so early, whatever the reason is: the SDK finds it again and says it.
 */
export async function showFirstPicture(setup: FirstPictureOptions): Promise<void> {
  const { options, camera, shell, isOurs } = setup;
  shell.awaitLook();
  const operator = await setup.operator;
  if (!isOurs()) return;
  const plan = filmPlan(operator, options, currentDevice());
  // The oval's place is the same for every camera; without it the picture gets the camera's own shape.
  if (plan.oval) shell.look(videoLook(plan, 'face', {}));
  const wish = firstWish(options, operator, setup.adapterUrl);
  if (wish === undefined) return;
  // Phones waited for the configuration.
  camera.ask(wish);
  const stream = await camera.asked(wish);
  const [track] = stream?.getVideoTracks() ?? [];
  // Of a phone's many lenses the SDK may choose another one.
  const settled = wish.deviceId !== undefined || (track !== undefined && lensRank(track.label) === 0);
  if (stream === undefined || track === undefined || !settled || !isOurs()) return;
  shell.look(videoLook(plan, 'face', track.getSettings()));
  const presented = firstFrame(shell.video);
  await shell.play(stream);
  await presented;
  camera.pictured();
}
