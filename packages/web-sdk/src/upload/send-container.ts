import { requestOperation } from '@presence/protocol';
import { CaptureError } from '../model/capture-error.ts';
import { adapterErrorOf, invalidAnswer, unreachable } from './adapter-error-of.ts';
import type { AdapterLink } from './adapter-link.ts';
import { browserRetries, UPLOAD_POLICY, withRetries } from './retry.ts';

/** Milliseconds without any progress after which an attempt is given up. */
const STALL_LIMIT_MS = 30_000;

export interface SendProgress {
  /** Share of the container that has left the browser, 0 to 1. */
  readonly sent: number;
  readonly waitingForNetwork: boolean;
}

export interface SendOptions {
  readonly container: Blob;
  readonly signal: AbortSignal;
  onProgress(progress: SendProgress): void;
}

/**
 * `POST /request.php`. Tried even when the browser says that there is no network: an adapter on the same machine is there. A lost
 * network is waited for; the same token is sent again, and since the adapter takes only one upload per session,
 * `session_token_used` after a lost answer means that the capture had arrived.
 *
 * @throws CaptureError `network_lost` when the network did not come back, else the adapter's code; the signal's reason.
 */
export async function sendContainer(link: AdapterLink, options: SendOptions): Promise<void> {
  try {
    await withRetries(browserRetries(UPLOAD_POLICY, options.signal), async (earlier) => {
      try {
        await sendOnce(link, options);
      } catch (thrown) {
        const arrived = thrown instanceof CaptureError && thrown.code === 'session_token_used' && earlier > 0;
        if (!arrived) {
          options.onProgress({ sent: 0, waitingForNetwork: isUnreachable(thrown) });
          throw thrown;
        }
      }
    });
  } catch (thrown) {
    options.signal.throwIfAborted();
    if (!isUnreachable(thrown)) throw thrown;
    throw new CaptureError(
      'network_lost',
      'The capture could not be sent: the network or the adapter stayed away.',
      { cause: thrown },
    );
  }
}

function isUnreachable(thrown: unknown): boolean {
  return thrown instanceof CaptureError && thrown.code === 'adapter_unreachable';
}

/** XMLHttpRequest, because fetch does not tell how much of a body has been sent. */
function sendOnce(link: AdapterLink, { container, signal, onProgress }: SendOptions): Promise<void> {
  const { path } = requestOperation;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let stall: ReturnType<typeof setTimeout>;
    const alive = () => {
      clearTimeout(stall);
      stall = setTimeout(() => request.abort(), STALL_LIMIT_MS);
    };
    const settle = (act: () => void) => {
      clearTimeout(stall);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const onAbort = () => request.abort();

    request.upload.addEventListener('progress', ({ loaded, total }) => {
      alive();
      onProgress({ sent: total > 0 ? loaded / total : 0, waitingForNetwork: false });
    });
    request.addEventListener('load', () =>
      settle(() => {
        const body = parseJson(request.responseText);
        if (request.status < 200 || request.status > 299) {
          return reject(adapterErrorOf(path, request.status, body));
        }
        const accepted = requestOperation.answer.schema.safeParse(body);
        if (accepted.success) resolve();
        else reject(invalidAnswer(path, accepted.error));
      }),
    );
    request.addEventListener('error', () => settle(() => reject(unreachable(path, 'network error'))));
    request.addEventListener('abort', () =>
      settle(() => reject(signal.aborted ? signal.reason : unreachable(path, 'stalled'))),
    );
    signal.addEventListener('abort', onAbort);
    request.open('POST', new URL(path, link.baseUrl).href);
    for (const [name, value] of Object.entries(link.headers)) request.setRequestHeader(name, value);
    request.setRequestHeader('Content-Type', 'application/zip');
    alive();
    request.send(container);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
