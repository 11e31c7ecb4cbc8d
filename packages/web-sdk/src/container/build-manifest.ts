import {
  type ActionEntry,
  actionFolder,
  BEST_FRAME_FILE,
  BEST_LOSSLESS_FILE,
  type BoundingBox,
  type CaptureManifest,
  CONTAINER_VERSION,
  type FrameEntry,
  framePath,
  moviePath,
  type PhotoEntry,
  type SixLandmarks,
} from '@presence/protocol';
import type { SealFacts } from '../model/container-messages.ts';
import type { ActionClip } from './action-clip.ts';
import type { EncodedFrame } from './encoded-frame.ts';

/** What the manifest says beside frames and photos. */
export interface ManifestFacts extends SealFacts {
  /** Why there are frames although movies were asked for; null when everything is as asked for. */
  readonly movieFallback: string | null;
}

/** The clip whose best frame is the capture's best shot; undefined without clips. */
export function bestClipOf(clips: readonly ActionClip[]): ActionClip | undefined {
  return clips.reduce<ActionClip | undefined>(
    (best, clip) => (best === undefined || clip.bestScore > best.bestScore ? clip : best),
    undefined,
  );
}

/** The container's manifest, exactly as protocol's schema has it. Actions in the order given. */
export function buildManifest(
  facts: ManifestFacts,
  clips: readonly ActionClip[],
  photos: readonly PhotoEntry[],
): CaptureManifest {
  const best = bestClipOf(clips);
  const bestFrame = best?.frames[best.bestIndex];
  return {
    version: CONTAINER_VERSION,
    event_session_id: facts.eventSessionId,
    nonce: facts.nonce,
    sdk_version: facts.sdkVersion,
    origin: facts.origin,
    actions: clips.map(actionEntry),
    photos: [...photos],
    best:
      best === undefined || bestFrame === undefined
        ? null
        : {
            file: BEST_FRAME_FILE,
            sha256: bestFrame.sha256,
            action_index: clips.indexOf(best),
            frame_index: best.bestIndex,
          },
    best_lossless:
      best === undefined || best.lossless === null
        ? null
        : { file: BEST_LOSSLESS_FILE, sha256: best.lossless.sha256 },
    camera: facts.camera,
    tracker: facts.tracker,
    ...(facts.injectionSignals === undefined ? {} : { injection_signals: facts.injectionSignals }),
    ...(facts.movieFallback === null ? {} : { movie_fallback: facts.movieFallback }),
    additional_info: facts.additionalInfo,
  };
}

function actionEntry(clip: ActionClip, position: number): ActionEntry {
  const folder = actionFolder(position, clip.action);
  const movie = clip.movie === null ? null : { file: moviePath(folder), sha256: clip.movie.sha256 };
  return {
    action: clip.action,
    folder,
    started_ms: tenth(clip.frames[0]?.timeMs ?? 0),
    ended_ms: tenth(clip.frames.at(-1)?.timeMs ?? 0),
    outcome: clip.outcome,
    frames: clip.frames.map((frame, index) =>
      frameEntry(frame, movie ?? { file: framePath(folder, index), sha256: frame.sha256 }),
    ),
    best_frame: clip.bestIndex,
    ...(movie === null || clip.movie === null ? {} : { movie: { ...movie, codec: clip.movie.codec } }),
  };
}

function frameEntry(frame: EncodedFrame, holder: Pick<FrameEntry, 'file' | 'sha256'>): FrameEntry {
  const face = frame.observation?.faces[0];
  return {
    ...holder,
    time_ms: tenth(frame.timeMs),
    width: frame.width,
    height: frame.height,
    face_box: face === undefined ? null : mapBox(face.measures.box, tenth),
    landmarks: face === undefined ? null : mapLandmarks(face.landmarks, tenth),
    pose:
      face === undefined
        ? null
        : {
            yaw: tenth(face.measures.pose.yaw),
            pitch: tenth(face.measures.pose.pitch),
            roll: tenth(face.measures.pose.roll),
          },
    eyes:
      face === undefined
        ? null
        : { left: thousandth(face.measures.eyes.left), right: thousandth(face.measures.eyes.right) },
    mouth:
      face === undefined
        ? null
        : {
            width: thousandth(face.measures.mouth.width),
            opening: thousandth(face.measures.mouth.opening),
          },
  };
}

export function mapBox(box: BoundingBox, each: (value: number) => number): BoundingBox {
  return { left: each(box.left), top: each(box.top), right: each(box.right), bottom: each(box.bottom) };
}

export function mapLandmarks(six: SixLandmarks, each: (value: number) => number): SixLandmarks {
  const point = ([x, y]: [number, number]): [number, number] => [each(x), each(y)];
  return {
    left_eye: point(six.left_eye),
    right_eye: point(six.right_eye),
    nose_base: point(six.nose_base),
    mouth_bottom: point(six.mouth_bottom),
    left_ear: point(six.left_ear),
    right_ear: point(six.right_ear),
  };
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function thousandth(value: number): number {
  return Math.round(value * 1000) / 1000;
}
