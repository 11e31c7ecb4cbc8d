import type { FaceDetectorPort } from '../model/face-detector-port.ts';
import { bitmapOf } from '../model/picture.ts';
import type { FromTrackingWorker, ToTrackingWorker } from '../model/tracking-messages.ts';
import { workerScope } from '../model/worker-scope.ts';
import { observeFaces } from './observe-faces.ts';
import { packMesh } from './pack-mesh.ts';
import { pictureHasher } from './picture-hash.ts';
import { quietConsole } from './quiet-console.ts';
import { pixelReader } from './read-pixels.ts';
import { risingClock } from './rising-clock.ts';
import { isPlausible, selfTest } from './self-test.ts';

type Start = Extract<ToTrackingWorker, { kind: 'start' }>;
/** What the entry needs to load its detector. */
export interface TrackingStart extends Pick<Start, 'role' | 'assets'> {
  /** MediaPipe's library as the page compiled it; null: it could not. */
  readonly wasm: Promise<WebAssembly.Module | null>;
}

type Frame = Extract<ToTrackingWorker, { kind: 'frame' }>;

/**
 * What every tracking worker does, whichever detector its entry brings: messages in, messages out. The entries import it, and
 * each is one file without imports of its own: under a strict policy Firefox lets a worker import nothing by statement.
 */
export function runTracking(load: (start: TrackingStart) => Promise<FaceDetectorPort>): void {
  const scope = workerScope<ToTrackingWorker, FromTrackingWorker>();
  let detector: FaceDetectorPort | undefined;
  let trusted = false;
  let testFrameUrl = '';
  const readPixels = pixelReader();
  const clock = risingClock();
  const hashPicture = pictureHasher();
  let giveWasm: (wasm: WebAssembly.Module | null) => void;
  const wasm = new Promise<WebAssembly.Module | null>((resolve) => {
    giveWasm = resolve;
  });
  quietConsole();

  const fail = (thrown: unknown) => {
    const trapped = thrown instanceof WebAssembly.RuntimeError;
    scope.postMessage({ kind: 'failed', reason: reasonOf(thrown), trapped });
    // Last: what broke down may not even be able to close.
    detector?.close();
    detector = undefined;
  };

  /** Asked once at most: a detector that finds a face where one can be has shown that it works. */
  const test = async (untested: FaceDetectorPort) => {
    trusted = true;
    const frame = await fetchBitmap(testFrameUrl);
    const complaint = await selfTest(untested, frame, clock(0));
    frame.close();
    if (complaint !== undefined) throw new Error(complaint);
  };

  const start = async ({ role, assets, testFirst }: Start) => {
    const startedMs = performance.now();
    testFrameUrl = assets.selfTestFrame;
    detector = await load({ role, assets, wasm });
    if (testFirst) await test(detector);
    scope.postMessage({ kind: 'ready', loadMs: performance.now() - startedMs });
  };

  const track = async ({ timeMs, picture, mesh: wantsMesh }: Frame) => {
    if (detector === undefined) return picture.close();
    const bitmap = await bitmapOf(picture);
    const meshes = await detector.detect(bitmap, clock(timeMs));
    trusted ||= isPlausible(meshes[0], bitmap);
    if (!trusted) await test(detector);
    const { looksAround: lookedAround } = detector;
    const observation = observeFaces({ bitmap, timeMs, meshes, lookedAround }, readPixels);
    const mesh = wantsMesh === true && meshes[0] !== undefined ? packMesh(meshes[0]) : null;
    scope.postMessage({ kind: 'observed', observation, bitmap, pictureHash: hashPicture(bitmap), mesh }, [
      bitmap,
      ...(mesh === null ? [] : [mesh.buffer]),
    ]);
  };

  scope.addEventListener('message', ({ data }) => {
    if (data.kind === 'compiled') return giveWasm(data.wasm);
    (data.kind === 'start' ? start(data) : track(data)).catch(fail);
  });
}

async function fetchBitmap(url: string): Promise<ImageBitmap> {
  const reply = await fetch(url);
  if (!reply.ok) throw new Error(`self-test frame: HTTP ${reply.status}`);
  return createImageBitmap(await reply.blob());
}

function reasonOf(thrown: unknown): string {
  return (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 300);
}
