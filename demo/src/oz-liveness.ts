/** The part of the script tag's `window.OzLiveness` these pages use. */
export interface OzLiveness {
  readonly version: string;
  open(options: OpenOptions): void;
  check(): Promise<Support> | Support;
}

export interface Support {
  readonly supported: boolean;
  readonly missing: readonly string[];
}

export interface OpenOptions {
  readonly lang?: string;
  readonly action?: readonly string[] | null;
  readonly meta?: Readonly<Record<string, string>>;
  readonly cameraFacingMode?: 'user' | 'environment';
  on_submit?(): void;
  on_result?(result: Result): void;
  on_complete?(result: Result): void;
  on_error?(error: Failure): void;
  on_capture_complete?(capture: Capture): void;
  on_close?(): void;
}

export interface Result {
  readonly state: string;
  readonly event_session_id?: string;
  readonly folder_id?: string;
  readonly analyses?: Readonly<Record<string, { readonly state: string; readonly resolution: string }>>;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly event_session_id: string;
  readonly context: Readonly<Record<string, unknown>>;
}

export interface Capture {
  readonly action?: string;
  /** Data URL; absent when a virtual camera is suspected. */
  readonly best_frame?: string;
  readonly frame_list?: readonly string[];
}

/** The plugin, or undefined when its script did not load. */
export function ozLiveness(): OzLiveness | undefined {
  // The script tag defines it; TypeScript cannot know of the page's globals.
  return (globalThis as { OzLiveness?: OzLiveness }).OzLiveness;
}
