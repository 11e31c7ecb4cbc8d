import { errorBodySchema } from '@presence/protocol';
import { CaptureError } from '../model/capture-error.ts';

/**
 * A refused call as an error: with the adapter's own code if the body is an error body, else by its status. `context.status`
 * is the HTTP status.
 */
export function adapterErrorOf(path: string, status: number, body: unknown): CaptureError {
  const parsed = errorBodySchema.safeParse(body);
  if (parsed.success) {
    return new CaptureError(parsed.data.code, parsed.data.message, {
      context: { ...parsed.data.context, status },
    });
  }
  return status >= 500
    ? new CaptureError('adapter_unreachable', `${path} answered ${status}. The adapter or a proxy is down.`, {
        context: { status },
      })
    : new CaptureError(
        'adapter_answer_invalid',
        `${path} answered ${status} without saying why. Something between page and adapter answers in its place.`,
        { context: { status } },
      );
}

export function unreachable(path: string, cause: unknown): CaptureError {
  return new CaptureError(
    'adapter_unreachable',
    `${path} could not be reached. Check the network, the adapter and the page's Content-Security-Policy.`,
    { cause },
  );
}

export function invalidAnswer(path: string, cause: unknown): CaptureError {
  return new CaptureError(
    'adapter_answer_invalid',
    `${path} answered with something that is not Presence. Check proxies between page and adapter.`,
    { cause },
  );
}
