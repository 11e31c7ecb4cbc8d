import {
  type ClientConfig,
  type InitResponse,
  isVideoAction,
  type ResultPayload,
  type TrackerEntry,
} from '@presence/protocol';
import { createCaptureKey } from '../container/client-key.ts';
import { type ContainerClient, startContainer } from '../container/container-client.ts';
import { faceGuidance } from '../guidance/face-guidance.ts';
import { manualGuidance } from '../guidance/manual-guidance.ts';
import { CaptureError } from '../model/capture-error.ts';
import { type AdapterLink, withSession } from '../upload/adapter-link.ts';
import { awaitResult } from '../upload/await-result.ts';
import { initSession } from '../upload/init-session.ts';
import { sendContainer } from '../upload/send-container.ts';
import { additionalInfo, isMobile } from './additional-info.ts';
import { assetUrl, trackingAssets } from './asset-urls.ts';
import { type CameraPlan, cameraPlan } from './camera-plan.ts';
import type { CaptureContext } from './capture-context.ts';
import { captureReport, virtualCameraReport } from './capture-reports.ts';
import { requireSupport } from './check-support.ts';
import { type ActionGroup, groupActions } from './group-actions.ts';
import { type GuideOptions, guideActions, type RunningGuidance } from './guide-actions.ts';
import { type LivePicture, startLivePicture } from './live-picture.ts';
import { SDK_VERSION } from './sdk-version.ts';
import { spawnWorker } from './spawn-worker.ts';
import { takePhoto } from './take-photo.ts';
import { type TrackedFrames, trackFrames } from './tracked-frames.ts';

/** Everything one attempt holds; closed together, whatever the ending. */
interface Attempt {
  readonly context: CaptureContext;
  readonly config: ClientConfig;
  readonly plan: CameraPlan;
  readonly frames: TrackedFrames;
  /** Ends the attempt with this error: every step waits on `signal`. */
  readonly fail: (error: unknown) => void;
  readonly signal: AbortSignal;
  readonly closers: (() => void)[];
}

/** What an accepted challenge adds. */
interface Session {
  readonly link: AdapterLink;
  readonly init: InitResponse;
  readonly container: ContainerClient;
}

interface Picture {
  live: LivePicture;
  subject: 'face' | 'document';
}

/**
 * One capture from configuration to verdict, in the order of the path:
 * config → camera, challenge and detector at once → guidance → container → upload → result.
 *
 * @returns the final result; null with `architecture: capture`, where nothing is uploaded.
 * @throws CaptureError for every failure; the context signal's reason when the window is closed.
 */
export async function captureSession(context: CaptureContext): Promise<ResultPayload | null> {
  const over = new AbortController();
  const { signal } = over;
  const closers: (() => void)[] = [];
  const fail = (error: unknown) => over.abort(error);
  const onClose = () => fail(context.signal.reason);
  context.signal.addEventListener('abort', onClose);
  try {
    context.signal.throwIfAborted();
    requireSupport();
    context.view.show({ kind: 'loading' });
    const config = await context.loadConfig(signal);
    context.onConfig(config);
    const device = { mobile: isMobile(), userAgent: navigator.userAgent };
    const plan = cameraPlan(config, context.options, device);
    const frames = startTracking(context, config, signal);
    closers.push(() => frames.tracker.close());
    const attempt: Attempt = { context, config, plan, frames, fail, signal, closers };

    failWhenHidden(attempt);
    const [live, session] = await Promise.all([startPicture(attempt, 'face'), startSession(attempt)]);
    const picture: Picture = { live, subject: 'face' };
    await captureActions(attempt, session, picture);

    const camera = picture.live.camera.entry;
    const tracker = trackerEntry(frames);
    release(closers);
    const { container } = await session.container.seal({
      eventSessionId: session.init.event_session_id,
      nonce: session.init.challenge.nonce,
      sdkVersion: SDK_VERSION,
      origin: window.origin,
      camera,
      tracker,
      additionalInfo: additionalInfo(camera, tracker),
    });
    context.telemetry.note('container.sealed', { bytes: container.size });
    if (config.architecture === 'capture') {
      if (config.use_wasm_container) context.callbacks.captureComplete(container);
      return null;
    }
    return await deliver(attempt, session, container);
  } catch (thrown) {
    // A step may fail because the attempt ended; the first reason is the one that counts.
    throw signal.aborted ? signal.reason : thrown;
  } finally {
    over.abort(new CaptureError('internal_error', 'The attempt is over.'));
    context.signal.removeEventListener('abort', onClose);
    release(closers);
  }
}

function release(closers: (() => void)[]): void {
  for (const close of closers.splice(0)) close();
}

/** The detector loads beside the camera; until it is ready frames go nowhere. */
function startTracking(context: CaptureContext, config: ClientConfig, signal: AbortSignal): TrackedFrames {
  const { link, telemetry, zeroMs } = context;
  return trackFrames({
    assets: trackingAssets(link.baseUrl, config.assets),
    signal,
    spawn: () => spawnWorker(assetUrl(link.baseUrl, config.assets.tracking_worker)),
    onReady: (kind, { reason, loadMs }) =>
      telemetry.note('tracker.ready', {
        kind,
        reason,
        load_ms: Math.round(loadMs),
        at_ms: performance.now() - zeroMs,
      }),
    onFirstFace: (timeMs) => telemetry.note('face.first', { frame_ms: timeMs }),
  });
}

async function startPicture(attempt: Attempt, subject: 'face' | 'document'): Promise<LivePicture> {
  const { context, plan, frames, fail, signal, closers } = attempt;
  const live = await startLivePicture({
    view: context.view,
    plan,
    subject,
    deviceId: subject === 'face' ? context.options.device_id : undefined,
    zeroMs: context.zeroMs,
    signal,
    onFrame: (frame) => frames.tracker.push(frame),
    onLost: fail,
  });
  closers.push(live.close);
  signal.throwIfAborted();
  context.telemetry.note('camera.ready', { width: live.camera.width, height: live.camera.height });
  if (subject === 'face') {
    const idle = { action: null, index: 0, count: 0, hint: null, progress: 0, recording: false } as const;
    context.view.show({ kind: 'guiding', ready: false, ...idle });
  }
  return live;
}

/** A key made for this capture, the challenge bound to it, and the worker that will seal it. */
async function startSession({ context, config, signal, closers }: Attempt): Promise<Session> {
  const { options, link, telemetry } = context;
  const key = await createCaptureKey();
  const init = await initSession(
    link,
    {
      client_key: key.publicKey,
      ...(options.lang === undefined ? {} : { lang: options.lang }),
      ...(options.action === undefined || options.action === null ? {} : { action: [...options.action] }),
      ...(options.meta === undefined ? {} : { meta: { ...options.meta } }),
      ...(options.params?.extract_best_shot === undefined
        ? {}
        : { params: { extract_best_shot: options.params.extract_best_shot } }),
      ...(options.token === undefined ? {} : { token: options.token }),
      ...(options.session_token === undefined ? {} : { session_token: options.session_token }),
    },
    signal,
  );
  context.onSession(init.event_session_id);
  telemetry.identify(init.event_session_id, init.session_token);
  telemetry.note('session.started', { actions: init.challenge.actions.join(' ') });
  const container = startContainer({
    privateKey: key.privateKey,
    maxFramesPerAction: init.limits.max_frames_per_action,
    lossless: config.save_lossless_frame,
    // Sealing outlives the camera, so the container is closed by the signal alone.
    signal,
    spawn: () => spawnWorker(assetUrl(link.baseUrl, config.assets.container_worker)),
  });
  if (signal.aborted) container.close();
  void closers;
  return { link: withSession(link, init.event_session_id, init.session_token), init, container };
}

/** Every action of the challenge in its order. */
async function captureActions(attempt: Attempt, session: Session, picture: Picture): Promise<void> {
  const { actions } = session.init.challenge;
  const count = actions.filter(isVideoAction).length;
  const reports: Promise<void>[] = [];
  for (const group of groupActions(actions)) {
    const subject = group.kind === 'photo' ? group.subject : 'face';
    if (picture.subject !== subject) {
      picture.live.close();
      picture.live = await startPicture(attempt, subject);
      picture.subject = subject;
    }
    if (group.kind === 'photo') await capturePhoto(attempt, session, group);
    else {
      await captureVideos(attempt, session, { group, count, picture, reports });
    }
  }
  await Promise.all(reports);
}

async function capturePhoto(
  { context, config, signal }: Attempt,
  { container }: Session,
  { action }: Extract<ActionGroup, { kind: 'photo' }>,
): Promise<void> {
  const bitmap = await takePhoto({
    view: context.view,
    events: context.events,
    action,
    capture: config.photo_source.includes('capture') || config.photo_source.length === 0,
    upload: config.photo_source.includes('upload'),
    signal,
  });
  await container.addPhoto(action, bitmap);
}

interface VideoGroup {
  readonly group: Extract<ActionGroup, { kind: 'videos' }>;
  readonly count: number;
  readonly picture: Picture;
  readonly reports: Promise<void>[];
}

/** Leads the person through one stretch of gestures; starts over by hand if the last detector breaks down on the way. */
async function captureVideos(attempt: Attempt, session: Session, videos: VideoGroup): Promise<void> {
  const { frames, context } = attempt;
  const run = async (guidance: RunningGuidance) => {
    frames.receive(guidance.frame);
    const stop = context.events.listen((event) => {
      if (event.kind === 'record') guidance.recordPressed();
    });
    try {
      return await Promise.race([
        guidance.done.then(() => true),
        ...(frames.tracker.kind === 'manual' ? [] : [frames.manual.then(() => false)]),
      ]);
    } finally {
      stop();
      frames.receive(undefined);
    }
  };
  const first = await frames.ready;
  const options = guideOptions(attempt, session, videos);
  const done =
    first !== 'manual' && (await run(guideActions({ ...options('guiding'), machine: faceGuidance })));
  if (!done) await run(guideActions({ ...options('manual'), machine: manualGuidance }));
}

function guideOptions(attempt: Attempt, { container, init }: Session, videos: VideoGroup) {
  const { context, frames, plan, fail, signal } = attempt;
  const { group, count, picture, reports } = videos;
  const report = async (
    index: number,
    action: (typeof group.actions)[number],
    outcome: 'performed' | 'manual',
  ) => {
    const { entry } = picture.live.camera;
    const virtual = entry.virtual_camera.suspected;
    const wanted =
      context.callbacks.wantsCaptures &&
      !(attempt.config.use_wasm_container && attempt.config.architecture === 'capture');
    const { frames: kept, images } = await container.endAction(index, outcome, wanted && !virtual);
    context.telemetry.note('action.captured', { action, outcome, frames: kept });
    if (!wanted) return;
    const info = additionalInfo(entry, trackerEntry(frames));
    if (images !== null)
      context.callbacks.captureComplete(captureReport(action, images, info, init.event_session_id));
    else context.callbacks.captureComplete(virtualCameraReport(action, info, init.event_session_id));
  };
  return (kind: 'guiding' | 'manual'): Omit<GuideOptions<never>, 'machine'> => ({
    actions: group.actions,
    oval: plan.oval,
    signal,
    now: () => performance.now() - context.zeroMs,
    beginClip: (index, action) => container.beginAction(group.offset + index, action),
    keep: (frame) => container.addFrame(frame),
    endClip: (index, action, outcome) => {
      const reported = report(group.offset + index, action, outcome);
      reported.catch(fail);
      reports.push(reported);
    },
    onView: (view) => {
      const index = group.offset + view.index;
      if (kind === 'guiding') context.view.show({ kind, ready: true, ...view, index, count });
      else if (view.action !== null) {
        const { action, recording, progress } = view;
        context.view.show({ kind, action, index, count, recording, progress: recording ? progress : 0 });
      }
    },
  });
}

/** Upload and verdict. The page hears of both. */
async function deliver(attempt: Attempt, session: Session, container: Blob): Promise<ResultPayload> {
  const { context, config, signal } = attempt;
  const { view, callbacks, telemetry } = context;
  view.show({ kind: 'uploading', sent: 0, waitingForNetwork: false });
  await sendContainer(session.link, {
    container,
    signal,
    onProgress: (progress) => view.show({ kind: 'uploading', ...progress }),
  });
  telemetry.note('container.accepted', { bytes: container.size });
  callbacks.submit();
  view.show({ kind: 'checking' });
  const result = await awaitResult(session.link, {
    intervalMs: config.results_polling_interval,
    signal,
    onResult: callbacks.result,
  });
  telemetry.note('result.received', { state: result.state });
  callbacks.complete(result);
  return result;
}

/** Nobody can follow instructions in a hidden page, and browsers stop its camera. Listens until the camera is released. */
function failWhenHidden({ fail, closers }: Attempt): void {
  const onChange = () => {
    if (document.visibilityState !== 'hidden') return;
    fail(new CaptureError('tab_hidden', 'The page was hidden during the capture.'));
  };
  document.addEventListener('visibilitychange', onChange);
  closers.push(() => document.removeEventListener('visibilitychange', onChange));
}

function trackerEntry({ tracker }: TrackedFrames): TrackerEntry {
  return {
    kind: tracker.kind,
    reason: tracker.reason,
    frames_tracked: tracker.tracked,
    frames_skipped: tracker.skipped,
  };
}
