import type { Response } from 'express';
import { EngineError } from '../model/engine-error.ts';

/** Fires when the client goes away before it has its answer. */
export function requestSignal(res: Response): AbortSignal {
  const controller = new AbortController();
  res.once('close', () => {
    if (!res.writableFinished)
      controller.abort(new EngineError('upload_aborted', 'The client closed the connection.'));
  });
  return controller.signal;
}
