import type { ClientConfig, InitRequest, InitResponse } from '@presence/protocol';
import type { EarlyCamera } from '../camera/early-camera.ts';
import type { OpenOptions } from '../model/capture-options.ts';
import type { CaptureView } from '../model/capture-view.ts';
import type { WarmDetector } from '../tracking/warm-detector.ts';
import type { AdapterLink } from '../upload/adapter-link.ts';
import type { Telemetry } from '../upload/telemetry.ts';
import type { PageCallbacks } from './page-callbacks.ts';
import type { ViewEvents } from './view-events.ts';

/** What one attempt at a capture gets from the window it runs in. */
export interface CaptureContext {
  readonly options: OpenOptions;
  /** Before there is a session. */
  readonly link: AdapterLink;
  readonly view: CaptureView;
  readonly events: ViewEvents;
  readonly callbacks: PageCallbacks;
  readonly telemetry: Telemetry;
  /** Aborted by `close()` and by the person closing the window. */
  readonly signal: AbortSignal;
  /** performance.now() when this attempt began: capture time zero. */
  readonly zeroMs: number;
  /** A camera that may have been asked for when the page called `open()`. */
  readonly early: EarlyCamera | undefined;
  /** With `preinit: full`. */
  readonly warm: WarmDetector | undefined;
  loadConfig(signal: AbortSignal): Promise<ClientConfig>;
  openSession(request: InitRequest, signal: AbortSignal): Promise<InitResponse>;
  /** Configuration is known: texts, and whether errors may be shown. */
  onConfig(config: ClientConfig): void;
  onSession(eventSessionId: string): void;
}
