import type { Analyser } from '../model/analysis.ts';
import type { AnalysisObserver, AnalysisQueue } from '../model/analysis-queue.ts';
import type { BlobStore, FrameReader } from '../model/blob-store.ts';
import type { Clock } from '../model/clock.ts';
import type { Store } from '../model/store.ts';
import type { Links } from './links.ts';
import type { UploadLimits } from './receive-form.ts';
import type { Secure } from './secured.ts';

/** What the routers are made from; each takes only the part it names. */
export interface ApiContext {
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly frames: FrameReader;
  readonly queue: AnalysisQueue;
  readonly analyser: Analyser;
  readonly observer: AnalysisObserver;
  readonly links: Links;
  readonly limits: UploadLimits;
  /** How long a synchronous request waits for its analyses. */
  readonly syncWaitMs: number;
  readonly secure: Secure;
  /** Checks the address of a receiver. @throws EngineError `invalid_value` */
  readonly checkReceiver: (url: string) => void;
  /** Says that a message was written which is to be sent at once. */
  readonly messagesWait: () => void;
  /** Says that there is something to be removed. */
  readonly maintain: () => void;
  readonly now: Clock;
}
