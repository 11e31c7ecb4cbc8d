import { CaptureError } from '../model/capture-error.ts';
import type { ToTrackingWorker, TrackingAssets, TrackingRole } from '../model/tracking-messages.ts';
import { hearWorker } from './hear-worker.ts';
import { compileWasm } from './wasm-parts.ts';

/** Milliseconds the worker may take to load: 6 MB over a slow phone line. */
const START_LIMIT_MS = 45_000;

/** A worker whose detector is loaded. */
export interface DetectorWorker {
  readonly worker: Worker;
  /** Milliseconds. */
  readonly loadMs: number;
  /** MediaPipe's library as it was compiled for this worker, for another one; null where the page could not. */
  readonly wasm: Promise<WebAssembly.Module | null>;
}

export interface DetectorStart {
  readonly role: TrackingRole;
  /** Whether the detector waits and has time to be tested; else it is tested once it sees nobody. */
  readonly testFirst?: boolean;
  readonly assets: TrackingAssets;
  readonly signal: AbortSignal;
  /** MediaPipe's library where it is compiled already. */
  readonly wasm?: Promise<WebAssembly.Module | null> | undefined;
  spawn(): Worker;
}

/**
 * Starts a worker for the named role.
 *
 * @throws CaptureError `internal_error` saying why the detector cannot be used, with `context.trapped` telling whether its
 * WebAssembly trapped; or the signal's reason.
 */
export function startDetectorWorker(start: DetectorStart): Promise<DetectorWorker> {
  const { role, assets, signal, spawn } = start;
  const loading = new AbortController();
  const wasm = start.wasm ?? compiledInPage(start, loading.signal);
  return new Promise((resolve, reject) => {
    const worker = spawn();
    const settled = new AbortController();
    const giveUp = (error: unknown) => {
      settled.abort();
      loading.abort();
      clearTimeout(timer);
      worker.terminate();
      reject(error);
    };
    const broken = (why: string, trapped = false) =>
      giveUp(
        new CaptureError('internal_error', `The face detector cannot be used: ${why}`, {
          context: { trapped },
        }),
      );
    const timer = setTimeout(() => broken('it did not start in time'), START_LIMIT_MS);
    signal.addEventListener('abort', () => giveUp(signal.reason), { signal: settled.signal });
    hearWorker(worker, {
      signal: settled.signal,
      onFailed: (reason, trapped) => broken(reason || 'its worker could not be loaded', trapped),
      onAnswer: (answer) => {
        if (answer.kind !== 'ready') return;
        settled.abort();
        clearTimeout(timer);
        resolve({ worker, loadMs: answer.loadMs, wasm });
      },
    });
    const { testFirst = false } = start;
    worker.postMessage({ kind: 'start', role, assets, testFirst } satisfies ToTrackingWorker);
    if (role === 'onnx') return;
    void wasm.then((compiled) =>
      worker.postMessage({ kind: 'compiled', wasm: compiled } satisfies ToTrackingWorker),
    );
  });
}

/** Browsers compile beside the page, not in it. Without OffscreenCanvas the worker will not get as far as needing it. */
async function compiledInPage(
  { role, assets }: DetectorStart,
  signal: AbortSignal,
): Promise<WebAssembly.Module | null> {
  if (role === 'onnx' || typeof OffscreenCanvas !== 'function') return null;
  return compileWasm(assets.visionWasmBinary, signal).catch(() => null);
}
