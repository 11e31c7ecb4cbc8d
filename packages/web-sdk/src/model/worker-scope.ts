/** The part of DedicatedWorkerGlobalScope the workers use, with typed messages. */
export interface WorkerScope<In, Out> {
  postMessage(message: Out, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<In>) => void): void;
}

/** The running worker's own scope. */
export function workerScope<In, Out>(): WorkerScope<In, Out> {
  // `self` is a DedicatedWorkerGlobalScope here; TypeScript's DOM library types it as a window.
  return self as unknown as WorkerScope<In, Out>;
}
