import type { ErrorCode, PhotoAction, PhotoSource, VideoAction } from '@presence/protocol';
import type { CameraHelpId } from './camera-help.ts';
import type { MaskSurface } from './face-mask.ts';
import type { HintId } from './hint-id.ts';
import type { InterruptionReason } from './interruption.ts';
import type { Language } from './language.ts';
import type { PhotoProblem, PhotoWarning } from './photo.ts';
import type { VideoLook } from './video-look.ts';
import type { WindowShell } from './window-shell.ts';

/** What the window shows. The session sends a whole state each time; the view finds out what changed. */
export type ViewState =
  /** Nothing to see yet: configuration or permission is awaited. */
  | { readonly kind: 'loading' }
  /** Permission has been asked for. `slow` after get_user_media_timeout: show help on allowing the camera. */
  | { readonly kind: 'camera'; readonly slow: boolean; readonly help?: CameraHelpId }
  /** Picture is live. `ready: false` while the face detector still loads. */
  | {
      readonly kind: 'guiding';
      readonly ready: boolean;
      readonly action: VideoAction | null;
      /** Zero based. */
      readonly index: number;
      readonly count: number;
      readonly hint: HintId | null;
      /** Of this action, 0 to 1. */
      readonly progress: number;
      /** True while frames are kept: colour the oval. */
      readonly recording: boolean;
    }
  /** No detector: the person presses a button to record each action. `progress` 0 to 1 while recording, else 0. */
  | {
      readonly kind: 'manual';
      readonly action: VideoAction;
      readonly index: number;
      readonly count: number;
      readonly recording: boolean;
      readonly progress: number;
    }
  /** A photo is asked for. */
  | PhotoState
  /** The person decides whether the picture is used. */
  | {
      readonly kind: 'photo_review';
      readonly action: PhotoAction;
      /** Drawn by the view at once; it may be closed afterwards. */
      readonly picture: ImageBitmap;
      readonly source: PhotoSource;
      readonly warning: PhotoWarning | null;
      readonly index: number;
      readonly count: number;
    }
  /** Sealing the capture, then sending it. `sent` 0 to 1. */
  | { readonly kind: 'uploading'; readonly sent: number; readonly waitingForNetwork: boolean }
  | { readonly kind: 'checking' }
  /** `done`: the page is not told the verdict (result_mode safe), so the window only says that it is finished. */
  | {
      readonly kind: 'finished';
      readonly verdict: 'success' | 'declined' | 'done';
      /** The person may record another attempt. */
      readonly retry: boolean;
    }
  /** `help`: how to allow the camera in this browser, where that is what is wrong. */
  | {
      readonly kind: 'error';
      readonly code: ErrorCode;
      readonly retry: boolean;
      readonly help?: CameraHelpId | undefined;
    }
  /** Shown over any other state by `interrupt`: the running step starts over when the picture is good again. */
  | { readonly kind: 'interrupted'; readonly reason: InterruptionReason };

/** One camera of the picker. The label is the device's own. */
export interface CameraChoice {
  readonly deviceId: string;
  readonly label: string;
}

export interface PhotoState {
  readonly kind: 'photo';
  readonly action: PhotoAction;
  /** `camera`: the live picture with the document's frame or the oval. `file`: only the way to choose a file. */
  readonly way: 'camera' | 'file';
  /** Whether the other way is offered too. */
  readonly otherWay: boolean;
  /** Whether the person may press the shutter; a portrait is taken by the guidance. */
  readonly shutter: boolean;
  readonly hint: HintId | null;
  /** Towards the automatic shot, 0 to 1. */
  readonly progress: number;
  /** Why the last file, or the camera, was of no use. */
  readonly problem: PhotoProblem | null;
  /** Zero based, of all that is asked for. */
  readonly index: number;
  readonly count: number;
}

/** What the person did in the window. */
export type ViewEvent =
  | { readonly kind: 'close' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'record' }
  | { readonly kind: 'shutter' }
  /** Another camera was chosen in the picker. */
  | { readonly kind: 'camera'; readonly deviceId: string }
  /** The file chooser is open; `photo_file` or, in browsers that tell, `pick_cancelled` follows. */
  | { readonly kind: 'pick' }
  | { readonly kind: 'pick_cancelled' }
  | { readonly kind: 'photo_file'; readonly file: Blob }
  | { readonly kind: 'use_camera' }
  | { readonly kind: 'use_photo' }
  | { readonly kind: 'retake' };

export interface ViewOptions {
  /** Where the window's element is put, usually document.body. */
  readonly parent: HTMLElement;
  /** Absolute address of the style sheet (`config.assets.style`). The window shows itself once it has loaded. */
  readonly styleSheetUrl: string;
  readonly language: Language;
  /** The page's `style` option; unknown keys are ignored. */
  readonly style: unknown;
  /** `overlay_options.show_document_pattern`. */
  readonly documentPattern: boolean;
  readonly version: string;
  /** A window that is open already, with `parent`, `styleSheetUrl`, `style` and `version` as here; it becomes this one. */
  readonly shell?: WindowShell | undefined;
  onEvent(event: ViewEvent): void;
}

/** What the window may tell of the session it belongs to. */
export interface SessionMark {
  /** The event session's id; its beginning is shown beside errors, for the site's support. */
  readonly eventSessionId: string;
  /** Milliseconds from now in which the capture has to be sent. */
  readonly endsInMs: number;
}

/** The capture window, made by `createCaptureView` of ui/. */
export interface CaptureView {
  /** The element the camera's stream is attached to: muted, autoplay, playsinline. Frames are read from it. */
  readonly video: HTMLVideoElement;
  /** Puts the stream into it, unless it is in it already. Resolves when the video plays, or cannot. */
  play(stream: MediaStream): Promise<void>;
  setVideoLook(look: VideoLook): void;
  show(state: ViewState): void;
  /** Says why the picture is interrupted, over whatever is shown; null takes the words away again. */
  interrupt(reason: InterruptionReason | null): void;
  /** What the camera picker offers while a picture is live; with fewer than two there is none. */
  setCameras(cameras: readonly CameraChoice[], currentId: string): void;
  /** Puts a canvas over the camera's picture, for the 3D mask; the same one each time. */
  maskSurface(): MaskSurface;
  /** A session has begun; null: the attempt it belonged to is over. */
  setSession(session: SessionMark | null): void;
  /** Another language became known after the window opened (the adapter's default, from config.php). */
  setLanguage(language: Language): void;
  /** Takes the window out of sight and gives focus back; the session goes on. */
  hide(): void;
  /** Removes everything. Idempotent. */
  close(): void;
}

export type CreateCaptureView = (options: ViewOptions) => CaptureView;
