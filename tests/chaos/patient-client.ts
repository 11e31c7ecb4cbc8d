import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { type NodeCapture, startNodeCapture } from '../support/node-capture.ts';

/** What became of one capture as its page saw it. */
export interface ChaosCapture {
  readonly eventSessionId: string;
  /** How often the container was sent before it was taken. */
  readonly uploads: number;
  /** State of the final result, or the code of the error. */
  readonly ending: string;
}

/** Milliseconds between two tries, as in the browser's own first pause. */
const PAUSE_MS = 250;
const FACE = fileURLToPath(new URL('../fixtures/faces/astronaut.png', import.meta.url));

/** A few frames of a face: enough for every model to run, small enough for many captures. */
export function chaosFrames(): Promise<Buffer[]> {
  return Promise.all(
    [0, 4, 8].map((left) =>
      sharp(FACE).extract({ left, top: 0, width: 480, height: 480 }).jpeg({ quality: 80 }).toBuffer(),
    ),
  );
}

/**
 * One capture by a client that behaves as the browser SDK: a connection that breaks is tried again with the same container
 * and token, and `session_token_used` after a lost answer means that the capture had arrived.
 *
 * @throws Error when the adapter refuses it for good.
 */
export async function patientCapture(
  url: string,
  frames: readonly Buffer[],
  signal: AbortSignal,
): Promise<ChaosCapture> {
  const { value: capture } = await persistently(signal, () => startNodeCapture(url, ['video_selfie_left']));
  const container = await capture.seal([frames]);
  const sent = await persistently(signal, () => capture.upload(container));
  const { status } = sent.value;
  const code = sent.value.ok ? '' : sent.value.error?.code;
  const arrivedBefore = sent.tries > 1 && code === 'session_token_used';
  if (status !== 202 && !arrivedBefore) throw new Error(`request.php answered ${status} ${code}`);
  return {
    eventSessionId: capture.init.event_session_id,
    uploads: sent.tries,
    ending: await endingOf(capture, signal),
  };
}

async function endingOf({ client, init }: NodeCapture, signal: AbortSignal): Promise<string> {
  for (;;) {
    const { value: reply } = await persistently(signal, () => client.result(init.session_token, 5, signal));
    if (!reply.ok) return reply.error?.code ?? '';
    if (reply.value.state !== 'processing') return reply.value.state;
  }
}

/** A call that breaks off, as with a killed process, is repeated. */
async function persistently<T>(
  signal: AbortSignal,
  call: () => Promise<T>,
): Promise<{ readonly value: T; readonly tries: number }> {
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    try {
      return { value: await call(), tries };
    } catch {
      await sleep(PAUSE_MS, undefined, { signal });
    }
  }
}
