import { EngineError } from '../model/engine-error.ts';
import type { Log } from '../model/log.ts';

/**
 * The fault of a media that could not be looked at.
 *
 * @throws the signal's reason, or the error itself when it is no fault of the media: the work is taken up again later.
 */
export function faultOf(
  error: unknown,
  mediaId: string,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Log | undefined },
): EngineError {
  signal.throwIfAborted();
  if (!(error instanceof EngineError) || error.code === 'busy' || error.code === 'shutting_down') throw error;
  log?.warn({ media_id: mediaId, code: error.code }, 'media could not be analysed');
  return error;
}
