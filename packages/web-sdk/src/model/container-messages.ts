import type {
  BoundingBox,
  CameraEntry,
  InjectionSignals,
  PhotoAction,
  PhotoSource,
  SixLandmarks,
  TrackerEntry,
  VideoAction,
} from '@presence/protocol';
import type { FaceObservation } from './face-observation.ts';
import type { Picture } from './picture.ts';

/** What the session alone knows of the capture; joined with the frames when the container is sealed. */
export interface SealFacts {
  readonly eventSessionId: string;
  readonly nonce: string;
  readonly sdkVersion: string;
  readonly origin: string;
  readonly camera: CameraEntry | null;
  readonly tracker: TrackerEntry;
  /** Undefined when no camera was live. */
  readonly injectionSignals: InjectionSignals | undefined;
  readonly additionalInfo: string;
}

/** Images of one action for `on_capture_complete`. */
export interface ActionImages {
  readonly bestFrame: string;
  readonly bestFramePng: string;
  readonly bestIndex: number;
  readonly frames: readonly string[];
  readonly boxes: readonly (BoundingBox | null)[];
  readonly landmarks: readonly (SixLandmarks | null)[];
}

export interface SealedContainer {
  readonly container: Blob;
  readonly frames: number;
  /** Why it holds frames although movies were asked for; null when it is as it was asked for. */
  readonly movieFallback: string | null;
}

export type ToContainerWorker =
  /** Sent once, first; answered by `started`. The key never leaves the browser: it is not extractable, only its handle is cloned. */
  | {
      readonly kind: 'start';
      readonly privateKey: CryptoKey;
      readonly maxFramesPerAction: number;
      readonly lossless: boolean;
      /** Address of the module that makes movies; null: frames are packed as they are. */
      readonly movieMaker: string | null;
      /** Bytes a file of the container may have. */
      readonly maxFileBytes: number;
    }
  /** Frames that follow belong to this action. A second time for the same index: what was kept is thrown away. */
  | { readonly kind: 'begin_action'; readonly index: number; readonly action: VideoAction }
  /** The picture is transferred. Frames sent while no action is open are dropped. */
  | {
      readonly kind: 'frame';
      readonly timeMs: number;
      readonly picture: Picture;
      readonly observation: FaceObservation | null;
    }
  /** Answered by `action_ended`. */
  | {
      readonly kind: 'end_action';
      readonly index: number;
      readonly outcome: 'performed' | 'manual';
      readonly images: boolean;
    }
  /** Answered by `photo_added`. */
  | {
      readonly kind: 'photo';
      readonly action: PhotoAction;
      readonly source: PhotoSource;
      readonly bitmap: ImageBitmap;
      /** Whether the answer shall hold it. */
      readonly image: boolean;
    }
  /** Answered by `sealed`. */
  | { readonly kind: 'seal'; readonly facts: SealFacts };

export type FromContainerWorker =
  /** The time zone is asked here because the first question loads tables, which would hold up the page for 50 ms. */
  | { readonly kind: 'started'; readonly timeZone: string }
  | {
      readonly kind: 'action_ended';
      readonly index: number;
      readonly frames: number;
      /** Null unless they were asked for. */
      readonly images: ActionImages | null;
    }
  | {
      readonly kind: 'photo_added';
      readonly action: PhotoAction;
      /** Data URL; null unless it was asked for. */
      readonly image: string | null;
    }
  | ({ readonly kind: 'sealed' } & SealedContainer)
  | { readonly kind: 'failed'; readonly reason: string };
