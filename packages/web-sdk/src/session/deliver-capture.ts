import type { CameraEntry, ResultPayload, TrackerEntry } from '@presence/protocol';
import { awaitResult } from '../upload/await-result.ts';
import { sendContainer } from '../upload/send-container.ts';
import { additionalInfo } from './additional-info.ts';
import type { Attempt, Challenged } from './attempt.ts';
import { SDK_VERSION } from './sdk-version.ts';

/** Manifest, signature and frames as one zip. */
export async function sealCapture(
  { context, signals }: Attempt,
  { container, init }: Challenged,
  camera: CameraEntry | null,
  tracker: TrackerEntry,
): Promise<Blob> {
  const timeZone = await container.timeZone();
  const sealed = await container.seal({
    eventSessionId: init.event_session_id,
    nonce: init.challenge.nonce,
    sdkVersion: SDK_VERSION,
    origin: window.origin,
    camera,
    tracker,
    injectionSignals: signals.signals(),
    additionalInfo: additionalInfo({ camera, tracker, timeZone }),
  });
  const { size } = sealed.container;
  if (sealed.movieFallback !== null)
    context.telemetry.note('movie.fallback', { reason: sealed.movieFallback });
  context.telemetry.note('container.sealed', { bytes: size, frames: sealed.frames });
  return sealed.container;
}

/** Upload and verdict; the page hears of both. Throws as sendContainer and awaitResult do. */
export async function deliverCapture(
  { context, config, signal }: Attempt,
  { link }: Challenged,
  container: Blob,
): Promise<ResultPayload> {
  const { view, callbacks, telemetry } = context;
  await sendContainer(link, {
    container,
    signal,
    onProgress: (progress) => view.show({ kind: 'uploading', ...progress }),
  });
  telemetry.note('container.accepted', { bytes: container.size });
  callbacks.submit();
  view.show({ kind: 'checking' });
  const result = await awaitResult(link, {
    intervalMs: config.results_polling_interval,
    signal,
    onResult: callbacks.result,
  });
  telemetry.note('result.received', { state: result.state });
  callbacks.complete(result);
  return result;
}
