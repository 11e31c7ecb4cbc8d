import type { ClientConfig, InitResponse, TrackerEntry } from '@presence/protocol';
import type { SignalCollector } from '../camera/signal-collector.ts';
import type { ContainerClient } from '../container/container-client.ts';
import type { AdapterLink } from '../upload/adapter-link.ts';
import type { CameraPlan } from './camera-plan.ts';
import type { CaptureContext } from './capture-context.ts';
import type { Closers } from './closers.ts';
import type { TrackedFrames } from './tracked-frames.ts';

/** Everything one attempt holds. */
export interface Attempt {
  readonly context: CaptureContext;
  readonly config: ClientConfig;
  readonly plan: CameraPlan;
  readonly frames: TrackedFrames;
  readonly signals: SignalCollector;
  /** Ends the attempt with this error: every step waits on `signal`. */
  readonly fail: (error: unknown) => void;
  readonly signal: AbortSignal;
  /** What has to be let go when the camera is no longer needed, whatever the ending. */
  readonly closers: Closers;
}

/** What an accepted challenge adds. */
export interface Challenged {
  readonly link: AdapterLink;
  readonly init: InitResponse;
  readonly container: ContainerClient;
}

/** The tracker as the manifest describes it. */
export function trackerEntry({ tracker }: TrackedFrames): TrackerEntry {
  return {
    kind: tracker.kind,
    reason: tracker.reason,
    frames_tracked: tracker.tracked,
    frames_skipped: tracker.skipped,
  };
}
