import { type Camera, type CameraRequest, openCamera } from '../camera/open-camera.ts';
import { startFrameSource } from '../frames/frame-source.ts';
import type { CaptureView } from '../model/capture-view.ts';
import type { CapturedFrame } from '../model/face-tracker.ts';
import type { CameraPlan } from './camera-plan.ts';

export interface LivePictureOptions {
  readonly view: CaptureView;
  readonly plan: CameraPlan;
  readonly subject: 'face' | 'document';
  readonly deviceId: string | undefined;
  /** performance.now() at capture time zero. */
  readonly zeroMs: number;
  readonly signal: AbortSignal;
  onFrame(frame: CapturedFrame): void;
  onLost: CameraRequest['onLost'];
}

/** A running camera, shown in the window and giving frames. */
export interface LivePicture {
  readonly camera: Camera;
  close(): void;
}

/** Opens the camera, shows it and starts the frames. Throws as openCamera does. */
export async function startLivePicture(options: LivePictureOptions): Promise<LivePicture> {
  const { view, plan, subject, signal } = options;
  view.show({ kind: 'camera', slow: false });
  const camera = await openCamera({
    facing: subject === 'document' ? 'environment' : plan.facing,
    deviceId: options.deviceId,
    subject,
    slowAfterMs: plan.slowAfterMs,
    signal,
    onSlow: () => view.show({ kind: 'camera', slow: true }),
    onLost: options.onLost,
  });
  view.setVideoLook({
    mirrored: plan.mirrored && subject === 'face' && !camera.rear,
    oval: plan.oval && subject === 'face',
    width: camera.width,
    height: camera.height,
  });
  view.video.srcObject = camera.stream;
  // Rejected when the window closes meanwhile; then the signal tells the reason.
  await view.video.play().catch(() => signal.throwIfAborted());
  const frames = startFrameSource({ video: view.video, zeroMs: options.zeroMs, onFrame: options.onFrame });
  return {
    camera,
    close: () => {
      frames.close();
      camera.close();
      view.video.srcObject = null;
    },
  };
}
