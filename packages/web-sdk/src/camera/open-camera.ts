import type { CameraEntry } from '@presence/protocol';
import { CaptureError } from '../model/capture-error.ts';
import { cameraFailureOf, foreseeableFailure, inAppFailure } from './camera-failure.ts';
import { cameraSurroundings, surroundingsOfRefusal } from './camera-surroundings.ts';
import { type CameraWish, constraintsOf } from './camera-wish.ts';
import type { AskedCamera, EarlyCamera } from './early-camera.ts';
import { listCameras } from './list-cameras.ts';
import { lensRank, mainLens } from './main-lens.ts';
import { raceWithTime, stopStream } from './race-with-time.ts';
import { virtualCameraSignals } from './virtual-camera-signals.ts';
import { watchTrack } from './watch-track.ts';

/** If the wanted camera is gone, one that looks the wanted way is opened instead. */
export interface CameraRequest extends CameraWish {
  /** Where a camera may have been asked for already. */
  readonly early: EarlyCamera | undefined;
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
  readonly width: number;
  readonly height: number;
  /** performance.now() when the stream was there, and the milliseconds it took from asking. */
  readonly openedMs: number;
  readonly tookMs: number;
  /** performance.now() when its first picture was on screen; undefined unless that was before the SDK had it. */
  readonly picturedMs: number | undefined;
  close(): void;
}

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
  const { facing, deviceId, subject, ownShape } = request;
  const wish = { facing, deviceId, subject, ownShape };
  const asked = request.early?.take(wish);
  const startedMs = asked?.askedMs ?? performance.now();
  const stream = await raceWithTime(request, () => askForMainLens(wish, asked)).catch(
    async (thrown: unknown) => {
      const { inApp } = cameraSurroundings();
      // Built-in browsers of apps may never ask, and never answer.
      if (thrown instanceof CaptureError && thrown.code === 'camera_timeout' && inApp !== null)
        throw inAppFailure(inApp, thrown);
      if (thrown instanceof CaptureError || request.signal.aborted) throw thrown;
      throw cameraFailureOf(thrown, await surroundingsOfRefusal());
    },
  );
  const [track] = stream.getVideoTracks();
  if (track === undefined) throw new CaptureError('camera_not_found', 'The camera gave no video track.');
  // Another one may have been opened instead.
  const early = (await asked?.stream.catch(() => undefined)) === stream ? asked : undefined;
  const openedMs = early?.cameMs() ?? performance.now();
  return cameraOf(stream, track, request, { startedMs, openedMs, picturedMs: early?.picturedMs() });
}

/** On phones with several lenses browsers may open the wrong one; labels, known only now, tell. */
async function askForMainLens(wish: CameraWish, asked: AskedCamera | undefined): Promise<MediaStream> {
  const stream = await askForStream(wish, asked);
  const [track] = stream.getVideoTracks();
  if (wish.deviceId !== undefined || track === undefined || lensRank(track.label) === 0) return stream;
  const opened = { deviceId: track.getSettings().deviceId ?? '', label: track.label };
  const better = mainLens(await listCameras(), wish.facing, opened);
  if (better === undefined) return stream;
  // Phones open one camera at a time.
  stopStream(stream);
  return askForStream({ ...wish, deviceId: better.deviceId });
}

async function askForStream(wish: CameraWish, asked?: AskedCamera): Promise<MediaStream> {
  try {
    return await (asked?.stream ?? navigator.mediaDevices.getUserMedia(constraintsOf(wish)));
  } catch (thrown) {
    const name = thrown instanceof Error ? thrown.name : '';
    // The device is gone, as a remembered one may be.
    if (wish.deviceId !== undefined && (name === 'OverconstrainedError' || name === 'NotFoundError'))
      return navigator.mediaDevices.getUserMedia(constraintsOf({ ...wish, deviceId: undefined }));
    // A camera that cannot meet even ideal sizes (seen with capture cards).
    if (name === 'OverconstrainedError')
      return navigator.mediaDevices.getUserMedia({ video: true, audio: false });
    throw thrown;
  }
}

type CameraTimes = Pick<Camera, 'openedMs' | 'picturedMs'> & { readonly startedMs: number };

function cameraOf(
  stream: MediaStream,
  track: MediaStreamTrack,
  request: CameraRequest,
  { startedMs, openedMs, picturedMs }: CameraTimes,
): Camera {
  const settings = track.getSettings();
  const watch = watchTrack(track, request);
  const facing =
    settings.facingMode === 'user' || settings.facingMode === 'environment' ? settings.facingMode : 'unknown';
  return {
    stream,
    track,
    settings,
    // Firefox had no getCapabilities before version 132, whatever the DOM types promise.
    capabilities: track.getCapabilities?.(),
    deviceId: settings.deviceId ?? '',
    width: settings.width ?? 640,
    height: settings.height ?? 480,
    openedMs,
    picturedMs,
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
