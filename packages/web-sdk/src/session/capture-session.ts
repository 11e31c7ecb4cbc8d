import type { ClientConfig, ResultPayload } from '@presence/protocol';
import { requireCameraAccess } from '../camera/open-camera.ts';
import { type SignalCollector, signalCollector } from '../camera/signal-collector.ts';
import { CaptureError } from '../model/capture-error.ts';
import type { ContainerReport } from '../model/capture-options.ts';
import { assetUrl, trackingAssets } from './asset-urls.ts';
import { type Attempt, trackerEntry } from './attempt.ts';
import { pictureFirst } from './camera-first.ts';
import { cameraPlan } from './camera-plan.ts';
import { captureActions } from './capture-actions.ts';
import type { CaptureContext } from './capture-context.ts';
import { requireSupport } from './check-support.ts';
import { closers } from './closers.ts';
import { currentDevice } from './current-device.ts';
import { deliverCapture, sealCapture } from './deliver-capture.ts';
import { startMask, wantsMask } from './face-mask.ts';
import { beginsWithVideo, needsFaces } from './group-actions.ts';
import { spawnModuleWorker, spawnWorker } from './spawn-worker.ts';
import { startPicture } from './start-picture.ts';
import { startSession } from './start-session.ts';
import { type FaceFinding, type TrackedFramesOptions, trackFrames } from './tracked-frames.ts';

/**
 * One capture from configuration to verdict, in the order of the path:
 * config → detector, camera and challenge at once → guidance and recording → container → upload → result.
 *
 * @returns the final result; null with `architecture: capture`, where nothing is uploaded.
 * @throws CaptureError for every failure; the context signal's reason when the window is closed.
 */
export async function captureSession(context: CaptureContext): Promise<ResultPayload | null> {
  const over = new AbortController();
  const { signal } = over;
  const held = closers();
  const fail = (error: unknown) => over.abort(error);
  const onClose = () => fail(context.signal.reason);
  context.signal.addEventListener('abort', onClose);
  try {
    context.signal.throwIfAborted();
    requireSupport();
    // What the page asks for first is only a guess: the adapter has the last word. A photo waits for it.
    const { action } = context.options;
    const cameraFirst = beginsWithVideo(action);
    if (cameraFirst) requireCameraAccess();
    context.view.show({ kind: 'loading' });
    const config = await context.loadConfig(signal);
    context.onConfig(config);

    const plan = cameraPlan(config, context.options, currentDevice());
    const signals = signalCollector();
    const track = () => {
      const mask = wantsMask(config, context.options) ? startMask(context, config) : undefined;
      if (mask !== undefined) held.push(mask.close);
      return trackingOptions({ context, config, signals, onMesh: mask?.onMesh });
    };
    const frames = trackFrames(signal, track, () => findingOptions(context, config));
    held.push(() => frames.tracker.close());
    if (needsFaces(action, config.photo_source)) {
      // Small enough to find a face before the detector, which waits for the camera's first picture, is there.
      frames.find();
      // A detector that waits already takes nothing from the camera.
      const calm =
        cameraFirst && context.warm === undefined ? pictureFirst(context.view.video) : Promise.resolve();
      void calm.then(() => {
        if (!signal.aborted) frames.start();
      });
    }
    const attempt: Attempt = { context, config, plan, frames, signals, fail, signal, closers: held };
    const [picture, challenged] = await Promise.all([
      startPicture(attempt, cameraFirst ? 'face' : undefined),
      startSession(attempt),
    ]);
    await captureActions(attempt, challenged, picture);

    const camera = picture.entry;
    const tracker = trackerEntry(frames);
    context.telemetry.note('tracker.summary', {
      kind: tracker.kind,
      tracked: tracker.frames_tracked,
      skipped: tracker.frames_skipped,
    });
    held.release();
    // Nothing is uploaded, and the page has been given every action as it was captured.
    if (config.architecture === 'capture' && !config.use_wasm_container) return null;
    context.view.show({ kind: 'uploading', sent: 0, waitingForNetwork: false });
    const container = await sealCapture(attempt, challenged, camera, tracker);
    if (config.architecture === 'capture') {
      context.callbacks.captureComplete(asDocumented(container, challenged.init.event_session_id));
      return null;
    }
    return await deliverCapture(attempt, challenged, container);
  } catch (thrown) {
    // A step may fail because the attempt ended; the first reason is the one that counts.
    throw signal.aborted ? signal.reason : thrown;
  } finally {
    over.abort(new CaptureError('internal_error', 'The attempt is over.'));
    context.signal.removeEventListener('abort', onClose);
    held.release();
  }
}

/** The documented type of a container: what is in it is for the backend to know. It names its session as every payload does. */
function asDocumented(container: Blob, eventSessionId: string): ContainerReport {
  const blob = container.slice(0, container.size, 'application/octet-stream');
  return Object.assign(blob, { event_session_id: eventSessionId });
}

interface TrackingOptions {
  readonly context: CaptureContext;
  readonly config: ClientConfig;
  readonly signals: SignalCollector;
  readonly onMesh: TrackedFramesOptions['onMesh'];
}

/** The detector loads beside the camera; until it is ready frames go nowhere. */
function trackingOptions({ context, config, signals, onMesh }: TrackingOptions): TrackedFramesOptions {
  const { link, telemetry } = context;
  return {
    assets: trackingAssets(link.baseUrl, config.assets),
    warm: context.warm,
    onMesh,
    spawn: () => spawnModuleWorker(assetUrl(link.baseUrl, config.assets.tracking_worker)),
    spawnFallback: () => spawnWorker(assetUrl(link.baseUrl, config.assets.fallback_worker)),
    onReady: (kind, { reason, loadMs }) =>
      telemetry.note('tracker.ready', { kind, reason, load_ms: Math.round(loadMs) }),
    onPicture: signals.picture,
    onFirstFace: (timeMs) => telemetry.note('face.first', { frame_ms: Math.round(timeMs) }),
  };
}

/** Sees where a face is while the detector loads; a capture does as well without, and a detector that waits sees at once. */
function findingOptions(
  { link, telemetry, warm }: CaptureContext,
  { assets }: ClientConfig,
): FaceFinding | undefined {
  if (warm?.isReady === true) return undefined;
  return {
    weights: assetUrl(link.baseUrl, assets.finder_weights),
    spawn: () => spawnWorker(assetUrl(link.baseUrl, assets.finder_worker)),
    onFailed: (reason) => telemetry.note('finder.failed', { reason }),
    onFirstSight: (timeMs, { loadMs, tookMs }) =>
      telemetry.note('face.sighted', {
        frame_ms: Math.round(timeMs),
        load_ms: Math.round(loadMs),
        took_ms: Math.round(tookMs),
      }),
  };
}
