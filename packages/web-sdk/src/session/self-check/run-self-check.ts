import type { ClientConfig } from '@presence/protocol';
import { listCameras } from '../../camera/list-cameras.ts';
import { type Camera, openCamera } from '../../camera/open-camera.ts';
import { type FrameSource, startFrameSource } from '../../frames/frame-source.ts';
import { toCaptureError } from '../../model/capture-error.ts';
import { startTrackerChain } from '../../tracking/tracker-chain.ts';
import { adapterLink } from '../../upload/adapter-link.ts';
import { loadConfig } from '../../upload/load-config.ts';
import { assetUrl, trackingAssets } from '../asset-urls.ts';
import { spawnModuleWorker, spawnWorker } from '../spawn-worker.ts';
import { browserFindings } from './browser-findings.ts';
import * as found from './camera-findings.ts';
import { bad, type Finding, good } from './finding.ts';
import { readBrowserFacts } from './read-browser-facts.ts';
import { SELF_CHECK } from './self-check.data.ts';

export interface SelfCheckOptions {
  /** Address of the adapter. */
  readonly baseUrl: string;
  /** Shows the picture while the camera runs. */
  readonly video: HTMLVideoElement;
  readonly signal: AbortSignal;
  /** Called with each finding as soon as it is there. */
  onFinding(finding: Finding): void;
  /** What is being done now. */
  onStep(text: string): void;
}

/** Looks at browser, camera and detector the way a capture uses them. Nothing is recorded and no picture is sent. */
export async function runSelfCheck(options: SelfCheckOptions): Promise<void> {
  const { baseUrl, signal, onFinding, onStep } = options;
  onStep('Looking at the browser.');
  const config = await configOf(options);
  const workerUrl = config && assetUrl(baseUrl, config.assets.tracking_worker);
  for (const finding of browserFindings(await readBrowserFacts(workerUrl))) onFinding(finding);
  onStep('Starting the camera. Allow it if the browser asks.');
  const closing = new AbortController();
  signal.addEventListener('abort', () => closing.abort(signal.reason), { once: true });
  try {
    const camera = await cameraOf(options, closing.signal);
    if (camera === undefined) return;
    try {
      await watch(camera, config, { ...options, signal: closing.signal });
    } finally {
      camera.close();
      options.video.srcObject = null;
    }
  } finally {
    closing.abort();
  }
}

async function configOf({ baseUrl, signal, onFinding }: SelfCheckOptions): Promise<ClientConfig | undefined> {
  const what = 'Adapter';
  try {
    const config = await loadConfig(adapterLink(baseUrl), signal);
    onFinding(good(what, `Licence and origin of this page are accepted; version ${config.version}.`));
    return config;
  } catch (thrown) {
    const { code, message } = toCaptureError(thrown);
    onFinding(
      bad(what, `${message} (${code})`, 'See the section on the licence, and test this page’s origin there.'),
    );
    return undefined;
  }
}

async function cameraOf(options: SelfCheckOptions, signal: AbortSignal): Promise<Camera | undefined> {
  try {
    const camera = await openCamera({
      facing: 'user',
      deviceId: undefined,
      subject: 'face',
      ownShape: false,
      early: undefined,
      slowAfterMs: SELF_CHECK.cameraLimitMs / 2,
      signal,
      onSlow: () =>
        options.onStep('The browser has not answered yet. Look for its question beside the address.'),
      onEnded: () => undefined,
      onMuted: () => undefined,
    });
    options.onFinding(found.cameraOpened(camera));
    const listed = await listCameras();
    options.onFinding(found.cameraList(listed.map(({ label }) => label)));
    return camera;
  } catch (thrown) {
    options.onFinding(found.cameraRefused(toCaptureError(thrown)));
    return undefined;
  }
}

/** Frames and detector together, as in a capture. */
async function watch(
  camera: Camera,
  config: ClientConfig | undefined,
  options: SelfCheckOptions,
): Promise<void> {
  const { video, onFinding, onStep } = options;
  video.srcObject = camera.stream;
  await video.play();
  onStep('Counting frames and loading the detector.');
  const detector = config && startDetector(config, options);
  let frames = 0;
  const source: FrameSource = startFrameSource({
    video,
    zeroMs: performance.now(),
    onTick: () => {
      frames += 1;
    },
    onFrame: (frame) => {
      if (detector === undefined) frame.picture.close();
      else detector.push(frame);
    },
  });
  try {
    const startedMs = performance.now();
    await pause(SELF_CHECK.countFramesMs);
    onFinding(found.frameRate(frames, performance.now() - startedMs, camera.settings.frameRate));
    if (detector === undefined) return;
    const ready = await Promise.race([detector.ready, pause(SELF_CHECK.detectorLimitMs)]);
    onFinding(ready === undefined ? found.detectorLate() : found.detector(ready));
    if (ready === undefined || ready.kind === 'manual') return;
    onStep('Looking for a face.');
    onFinding(found.face((await Promise.race([detector.face, pause(SELF_CHECK.faceLimitMs)])) ?? undefined));
  } finally {
    source.close();
    detector?.close();
  }
}

function startDetector(config: ClientConfig, { baseUrl, signal }: SelfCheckOptions) {
  let readyMs = Number.POSITIVE_INFINITY;
  let tellReady: (facts: found.DetectorFacts) => void;
  let tellFace: (afterMs: number) => void;
  const ready = new Promise<found.DetectorFacts>((resolve) => {
    tellReady = resolve;
  });
  const face = new Promise<number>((resolve) => {
    tellFace = resolve;
  });
  const chain = startTrackerChain({
    assets: trackingAssets(baseUrl, config.assets),
    mesh: false,
    signal,
    spawn: () => spawnModuleWorker(assetUrl(baseUrl, config.assets.tracking_worker)),
    spawnFallback: () => spawnWorker(assetUrl(baseUrl, config.assets.fallback_worker)),
    onFrame: ({ picture, observation }) => {
      picture.close();
      if (observation !== null && observation.faces.length > 0)
        tellFace(Math.max(0, performance.now() - readyMs));
    },
    onReady: (kind, facts) => {
      readyMs = performance.now();
      tellReady({ kind, ...facts });
    },
  });
  return { ready, face, push: chain.push, close: () => chain.close() };
}

function pause(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}
