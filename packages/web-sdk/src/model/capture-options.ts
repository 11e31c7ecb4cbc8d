import type { BoundingBox, ErrorCode, SixLandmarks } from '@presence/protocol';

/** Argument of `on_error`. */
export interface ErrorReport {
  readonly code: ErrorCode;
  readonly event_session_id: string;
  readonly message: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/** Argument of `on_capture_complete`, once per action. Images are data URLs, coordinates pixels of the frame. */
export interface CaptureReport {
  readonly action: string;
  readonly best_frame: string;
  /** The same frame without loss, as the camera gave it; empty for a photo. */
  readonly best_frame_png: string;
  readonly best_frame_bounding_box: BoundingBox | null;
  readonly best_frame_landmarks: SixLandmarks | null;
  readonly frame_list: readonly string[];
  readonly frame_bounding_box_list: readonly (BoundingBox | null)[];
  readonly frame_landmarks: readonly (SixLandmarks | null)[];
  /** Client environment as one JSON string, to be forwarded untouched. */
  readonly additional_info: string;
  readonly event_session_id: string;
}

/** Argument of `on_result` and `on_complete`: what `result_mode` lets the page see, plus the session's id. */
export interface ResultReport {
  readonly state: string;
  readonly event_session_id: string;
  readonly [key: string]: unknown;
}

/** Argument of `on_capture_complete` instead, when a virtual camera is suspected: no images. */
export interface VirtualCameraReport {
  readonly action: string;
  readonly additional_info: string;
  readonly event_session_id: string;
}

/** Argument of `on_capture_complete` with `use_wasm_container` in `capture`: the signed container, and whose it is. */
export type ContainerReport = Blob & { readonly event_session_id: string };

/**
 * Argument of `OzLiveness.open()`. `session/open-options.ts` is the schema it is held to; a wrong value reaches `on_error` as
 * `option_invalid`, an unknown key is ignored. Every key may also be null, which means absent.
 */
export interface OpenOptions {
  /** Short-lived token your backend obtained from the API (api_use_session_token = client). */
  readonly session_token?: string;
  /** API token (api_use_token = client). */
  readonly token?: string;
  /** Id of a language pack; the adapter's default without it. */
  readonly lang?: string;
  /** Ordered action ids; null, absent or empty leaves the choice to the adapter. */
  readonly action?: readonly string[] | null;
  /** Goes into the metadata of the API's folder. */
  readonly meta?: Readonly<Record<string, string>>;
  readonly params?: { readonly extract_best_shot?: boolean };
  readonly overlay_options?: { readonly show_document_pattern?: boolean } | false;
  /** Look of the window; keys in docs/web-sdk-api.md. */
  readonly style?: Readonly<Record<string, unknown>>;
  /** 3D mask over the face; only if the adapter's load_3d_mask is true. Without it the adapter's enable_3d_mask holds. */
  readonly enable_3d_mask?: boolean;
  /** MediaDeviceInfo.deviceId of the camera to use; another one if it is gone. */
  readonly device_id?: string;
  readonly cameraFacingMode?: 'user' | 'environment';
  /** Keep the camera's own shape of picture instead of asking for 4:3. */
  readonly disable_adaptive_aspect_ratio?: boolean;
  /** Milliseconds until the window shows help on allowing the camera. */
  readonly get_user_media_timeout?: number;
  /** Our own: longer limits for people who need more time, in milliseconds; Infinity for none. */
  readonly time_limits?: {
    readonly face_ms?: number;
    readonly gesture_ms?: number;
    /** How long the page may be out of sight before the capture is given up with `tab_hidden`; 10 s if not given. */
    readonly away_ms?: number;
  };
  /** Accepted for compatibility, without effect: the adapter checks the licence. */
  readonly license?: Readonly<Record<string, unknown>>;
  /** Accepted for compatibility, without effect: the adapter checks the licence. */
  readonly licenseUrl?: string;
  on_submit?(): void;
  on_result?(result: ResultReport): void;
  on_complete?(result: ResultReport): void;
  on_error?(error: ErrorReport): void;
  /** A {@link CaptureReport}, a {@link VirtualCameraReport}, or with `use_wasm_container` a {@link ContainerReport}. */
  on_capture_complete?(capture: CaptureReport): void;
  on_close?(): void;
}
