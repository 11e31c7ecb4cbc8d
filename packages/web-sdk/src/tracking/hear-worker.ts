import type { FromTrackingWorker } from '../model/tracking-messages.ts';

export interface WorkerEars {
  readonly signal: AbortSignal;
  /** Says why the worker is of no more use, or nothing where the browser does not. */
  onFailed(reason: string, trapped: boolean): void;
  onAnswer(answer: Exclude<FromTrackingWorker, { kind: 'failed' }>): void;
}

/** Hears a tracking worker until the signal: its answers, and its end, whether it could still say so or not. */
export function hearWorker(worker: Worker, { signal, onFailed, onAnswer }: WorkerEars): void {
  worker.addEventListener(
    'error',
    (event) => {
      event.preventDefault();
      onFailed(event.message, false);
    },
    { signal },
  );
  worker.addEventListener(
    'message',
    ({ data }: MessageEvent<FromTrackingWorker>) => {
      if (data.kind === 'failed') onFailed(data.reason, data.trapped);
      else onAnswer(data);
    },
    { signal },
  );
}
