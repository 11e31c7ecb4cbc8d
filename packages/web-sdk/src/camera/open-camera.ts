import type { CameraEntry } from '@presence/protocol';
import { CaptureError } from '../model/capture-error.ts';
import { cameraFailureOf, foreseeableFailure } from './camera-failure.ts';
import { cameraSurroundings } from './camera-surroundings.ts';
import { virtualCameraSignals } from './virtual-camera-signals.ts';

export interface CameraRequest {
  readonly facing: 'user' | 'environment';
  readonly deviceId: string | undefined;
  /** A document needs more pixels than a face. */
  readonly subject: 'face' | 'document';
  /** Milliseconds until `onSlow`; after twice that the request fails with `camera_timeout`. */
  readonly slowAfterMs: number;
  readonly signal: AbortSignal;
  onSlow(): void;
  /** The picture stopped for good: unplugged, asleep, taken by a call. Not called after close(). */
  onLost(error: CaptureError): void;
}

export interface Camera {
  readonly stream: MediaStream;
  readonly entry: CameraEntry;
  /** True for a rear camera, whose picture must not be mirrored. */
  readonly rear: boolean;
  readonly width: number;
  readonly height: number;
  close(): void;
}

/** 640 x 480 is what the landmark model needs and what every camera has; browsers turn it upright on phones by themselves. */
const WANTED = {
  face: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } },
  document: { width: { ideal: 1920 }, height: { ideal: 1080 } },
} as const;

/** A muted track may come back (a call, a device switch); after this long it counts as lost. Milliseconds. */
const MUTE_TOLERANCE_MS = 3000;

/**
 * Fails at once where no camera can be had, before anything is asked of person or network.
 *
 * @throws CaptureError `camera_insecure_context`, `camera_unsupported` or `camera_blocked_by_policy`.
 */
export function requireCameraAccess(): void {
  const foreseen = foreseeableFailure(cameraSurroundings());
  if (foreseen !== undefined) throw foreseen;
}

/**
 * Starts the camera.
 *
 * @throws CaptureError with one of the `camera_*` codes, or the signal's reason.
 */
export async function openCamera(request: CameraRequest): Promise<Camera> {
  requireCameraAccess();
  request.signal.throwIfAborted();
  const stream = await raceWithTime(request, () => askForStream(request)).catch((thrown: unknown) => {
    if (thrown instanceof CaptureError || request.signal.aborted) throw thrown;
    throw cameraFailureOf(thrown, cameraSurroundings());
  });
  const [track] = stream.getVideoTracks();
  if (track === undefined) throw new CaptureError('camera_not_found', 'The camera gave no video track.');
  return cameraOf(stream, track, request);
}

async function askForStream(request: CameraRequest): Promise<MediaStream> {
  const device =
    request.deviceId === undefined
      ? { facingMode: { ideal: request.facing } }
      : { deviceId: { exact: request.deviceId } };
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: { ...WANTED[request.subject], ...device },
      audio: false,
    });
  } catch (thrown) {
    // A camera that cannot meet even ideal sizes (seen with capture cards), or a device id that is gone.
    if (!(thrown instanceof Error) || thrown.name !== 'OverconstrainedError') throw thrown;
    return navigator.mediaDevices.getUserMedia({ video: true, audio: false });
  }
}

/** Whoever loses the race must not leave a camera running: a stream that arrives too late is stopped. */
function raceWithTime(request: CameraRequest, ask: () => Promise<MediaStream>): Promise<MediaStream> {
  return new Promise((resolve, reject) => {
    let over = false;
    const finish = (act: () => void) => {
      if (over) return;
      over = true;
      clearTimeout(slow);
      clearTimeout(late);
      request.signal.removeEventListener('abort', onAbort);
      act();
    };
    const onAbort = () => finish(() => reject(request.signal.reason));
    const slow = setTimeout(() => request.onSlow(), request.slowAfterMs);
    const late = setTimeout(
      () =>
        finish(() =>
          reject(
            new CaptureError(
              'camera_timeout',
              `The camera did not start within ${Math.round((2 * request.slowAfterMs) / 1000)} s.`,
            ),
          ),
        ),
      2 * request.slowAfterMs,
    );
    request.signal.addEventListener('abort', onAbort);
    ask().then(
      (stream) => {
        if (over) stopStream(stream);
        finish(() => resolve(stream));
      },
      (thrown: unknown) => finish(() => reject(thrown)),
    );
  });
}

function cameraOf(stream: MediaStream, track: MediaStreamTrack, request: CameraRequest): Camera {
  const settings = track.getSettings();
  const watch = watchTrack(track, request.onLost);
  const facing =
    settings.facingMode === 'user' || settings.facingMode === 'environment' ? settings.facingMode : 'unknown';
  return {
    stream,
    rear: facing === 'environment',
    width: settings.width ?? 640,
    height: settings.height ?? 480,
    entry: {
      label: track.label.slice(0, 200),
      facing,
      settings: plainSettings(settings),
      virtual_camera: virtualCameraSignals({
        label: track.label,
        frameRate: settings.frameRate,
        deviceId: settings.deviceId,
        patched: isPatched(navigator.mediaDevices.getUserMedia) || isPatched(track.getSettings),
      }),
    },
    close: () => {
      watch.close();
      stopStream(stream);
    },
  };
}

function watchTrack(track: MediaStreamTrack, onLost: (error: CaptureError) => void): { close(): void } {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const lost = (how: string) => {
    abort.abort();
    clearTimeout(timer);
    onLost(new CaptureError('camera_lost', `The camera stopped during the capture (${how}).`));
  };
  track.addEventListener('ended', () => lost('ended'), { signal: abort.signal });
  track.addEventListener(
    'mute',
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => lost('muted'), MUTE_TOLERANCE_MS);
    },
    { signal: abort.signal },
  );
  track.addEventListener('unmute', () => clearTimeout(timer), { signal: abort.signal });
  return {
    close: () => {
      abort.abort();
      clearTimeout(timer);
    },
  };
}

/** Settings as plain values. Device and group ids are left out: they identify a person's device. */
function plainSettings(settings: MediaTrackSettings): CameraEntry['settings'] {
  const plain: Record<string, string | number | boolean | null> = {};
  for (const [key, value] of Object.entries(settings)) {
    if (key === 'deviceId' || key === 'groupId') continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      plain[key] = value;
  }
  return plain;
}

function isPatched(method: unknown): boolean {
  return !/\{\s*\[native code\]\s*\}\s*$/.test(Function.prototype.toString.call(method));
}

function stopStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
