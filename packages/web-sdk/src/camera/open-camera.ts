import type { CameraEntry } from '@presence/protocol';
import { CaptureError } from '../model/capture-error.ts';
import { cameraFailureOf, foreseeableFailure, inAppFailure } from './camera-failure.ts';
import { cameraSurroundings, surroundingsOfRefusal } from './camera-surroundings.ts';
import { listCameras } from './list-cameras.ts';
import { type Facing, lensRank, mainLens } from './main-lens.ts';
import { raceWithTime, stopStream } from './race-with-time.ts';
import { virtualCameraSignals } from './virtual-camera-signals.ts';
import { watchTrack } from './watch-track.ts';

export interface CameraRequest {
  readonly facing: Facing;
  /** The camera wanted. If it is gone, one that looks the wanted way is opened instead. */
  readonly deviceId: string | undefined;
  /** A document needs more pixels than a face. */
  readonly subject: 'face' | 'document';
  /** Take the picture in the camera's own shape instead of asking for one of WANTED. */
  readonly ownShape: boolean;
  /** Milliseconds until `onSlow`; after twice that the request fails with `camera_timeout`. */
  readonly slowAfterMs: number;
  readonly signal: AbortSignal;
  onSlow(): void;
  /** The picture ended for good: unplugged, asleep, permission taken back. Not called after close(). */
  onEnded(): void;
  /** The system took the camera away, or gave it back. Not called after close(). */
  onMuted(muted: boolean): void;
}

export interface Camera {
  readonly stream: MediaStream;
  readonly track: MediaStreamTrack;
  readonly settings: MediaTrackSettings;
  /** What `getCapabilities` says; undefined in browsers without it. */
  readonly capabilities: object | undefined;
  readonly entry: CameraEntry;
  /** Empty where the browser does not tell. */
  readonly deviceId: string;
  /** True for a rear camera, whose picture must not be mirrored. */
  readonly rear: boolean;
  readonly width: number;
  readonly height: number;
  /** performance.now() when the stream was there, and the milliseconds it took from asking. */
  readonly openedMs: number;
  readonly tookMs: number;
  close(): void;
}

/** 640 x 480 is what the landmark model needs and what every camera has; browsers turn it upright on phones by themselves. */
const WANTED = {
  face: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } },
  document: { width: { ideal: 1920 }, height: { ideal: 1080 } },
} as const;

/**
 * Fails at once where no camera can be had, before anything is asked of person or network.
 *
 * @throws CaptureError `camera_insecure_context`, `camera_unsupported`, `camera_in_app_browser` or `camera_blocked_by_policy`.
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
  const startedMs = performance.now();
  const stream = await raceWithTime(request, () => askForMainLens(request)).catch(async (thrown: unknown) => {
    const { inApp } = cameraSurroundings();
    // Built-in browsers of apps may never ask, and never answer.
    if (thrown instanceof CaptureError && thrown.code === 'camera_timeout' && inApp !== null)
      throw inAppFailure(inApp, thrown);
    if (thrown instanceof CaptureError || request.signal.aborted) throw thrown;
    throw cameraFailureOf(thrown, await surroundingsOfRefusal());
  });
  const [track] = stream.getVideoTracks();
  if (track === undefined) throw new CaptureError('camera_not_found', 'The camera gave no video track.');
  return cameraOf(stream, track, request, startedMs);
}

/** On phones with several lenses browsers may open the wrong one; labels, known only now, tell. */
async function askForMainLens(request: CameraRequest): Promise<MediaStream> {
  const stream = await askForStream(request, request.deviceId);
  const [track] = stream.getVideoTracks();
  if (request.deviceId !== undefined || track === undefined || lensRank(track.label) === 0) return stream;
  const opened = { deviceId: track.getSettings().deviceId ?? '', label: track.label };
  const better = mainLens(await listCameras(), request.facing, opened);
  if (better === undefined) return stream;
  // Phones open one camera at a time.
  stopStream(stream);
  return askForStream(request, better.deviceId);
}

async function askForStream(request: CameraRequest, deviceId: string | undefined): Promise<MediaStream> {
  const { facing } = request;
  const wanted = wantedPicture(request);
  const device =
    deviceId === undefined ? { facingMode: { ideal: facing } } : { deviceId: { exact: deviceId } };
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: { ...wanted, ...device },
      audio: false,
    });
  } catch (thrown) {
    const name = thrown instanceof Error ? thrown.name : '';
    // The device is gone, as a remembered one may be.
    if (deviceId !== undefined && (name === 'OverconstrainedError' || name === 'NotFoundError'))
      return navigator.mediaDevices.getUserMedia({
        video: { ...wanted, facingMode: { ideal: facing } },
        audio: false,
      });
    // A camera that cannot meet even ideal sizes (seen with capture cards).
    if (name === 'OverconstrainedError')
      return navigator.mediaDevices.getUserMedia({ video: true, audio: false });
    throw thrown;
  }
}

/** Without a height nothing is cut off or stretched. */
function wantedPicture({ subject, ownShape }: CameraRequest): MediaTrackConstraints {
  const { height, ...rest } = WANTED[subject];
  return ownShape ? rest : { height, ...rest };
}

function cameraOf(
  stream: MediaStream,
  track: MediaStreamTrack,
  request: CameraRequest,
  startedMs: number,
): Camera {
  const settings = track.getSettings();
  const watch = watchTrack(track, request);
  const openedMs = performance.now();
  const facing =
    settings.facingMode === 'user' || settings.facingMode === 'environment' ? settings.facingMode : 'unknown';
  return {
    stream,
    track,
    settings,
    // Firefox had no getCapabilities before version 132, whatever the DOM types promise.
    capabilities: track.getCapabilities?.(),
    deviceId: settings.deviceId ?? '',
    rear: facing === 'environment',
    width: settings.width ?? 640,
    height: settings.height ?? 480,
    openedMs,
    tookMs: openedMs - startedMs,
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
