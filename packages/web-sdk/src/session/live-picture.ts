import { awaitPicture } from '../camera/await-picture.ts';
import { type Camera, type CameraRequest, openCamera } from '../camera/open-camera.ts';
import { startFrameSource } from '../frames/frame-source.ts';
import type { CaptureView } from '../model/capture-view.ts';
import type { CapturedFrame } from '../model/face-tracker.ts';
import type { FrameTick } from '../model/frame-tick.ts';
import type { CameraPlan } from './camera-plan.ts';
import { videoLook } from './film-plan.ts';

export interface LivePictureOptions extends Pick<CameraRequest, 'deviceId' | 'signal' | 'early' | 'onSlow'> {
  readonly view: CaptureView;
  readonly plan: CameraPlan;
  readonly subject: 'face' | 'document';
  /** performance.now() at capture time zero. */
  readonly zeroMs: number;
  onFrame(frame: CapturedFrame): void;
  onTick(tick: FrameTick): void;
  onEnded: CameraRequest['onEnded'];
  onMuted: CameraRequest['onMuted'];
}

/** A running camera, shown in the window and giving frames. */
export interface LivePicture {
  readonly camera: Camera;
  close(): void;
}

/** Opens the camera, shows it and starts the frames. Throws as openCamera and awaitPicture do, and leaves no camera on then. */
export async function startLivePicture(options: LivePictureOptions): Promise<LivePicture> {
  const { view, plan, subject, signal } = options;
  const camera = await openCamera({
    facing: subject === 'document' ? 'environment' : plan.facing,
    deviceId: options.deviceId,
    early: options.early,
    subject,
    ownShape: plan.ownShape,
    slowAfterMs: plan.slowAfterMs,
    signal,
    onSlow: options.onSlow,
    onEnded: options.onEnded,
    onMuted: options.onMuted,
  });
  view.setVideoLook(videoLook(plan, subject, camera.settings));
  try {
    await awaitPicture(view.play(camera.stream), { signal, isHidden: () => document.hidden });
    signal.throwIfAborted();
  } catch (thrown) {
    camera.close();
    view.video.srcObject = null;
    throw thrown;
  }
  const { onFrame, onTick } = options;
  const frames = startFrameSource({ video: view.video, zeroMs: options.zeroMs, onFrame, onTick });
  return {
    camera,
    close: () => {
      frames.close();
      camera.close();
      view.video.srcObject = null;
    },
  };
}
