import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { assetsSchema } from '@presence/protocol';
import type { FaceObservation } from '../../packages/web-sdk/src/model/face-observation.ts';
import type {
  FromTrackingWorker,
  TrackingAssets,
  TrackingRole,
} from '../../packages/web-sdk/src/model/tracking-messages.ts';
import { trackingAssets } from '../../packages/web-sdk/src/session/asset-urls.ts';
import { CLIP_FPS, type ClipName } from './face-video/clips.ts';
import { faceVideo } from './face-video/face-videos.ts';
import { ROOT } from './program.ts';

const PLUGIN = join(ROOT, 'packages/web-sdk/dist-plugin');
const TYPES: Record<string, string> = {
  js: 'text/javascript',
  mjs: 'text/javascript',
  wasm: 'application/wasm',
  jpg: 'image/jpeg',
};

/** One picture of a clip. */
export interface ClipMoment {
  readonly clip: ClipName;
  readonly seconds: number;
}

/** A page of one origin with the built workers, their models and single pictures of the clips; nothing else. */
export interface DetectorLab {
  readonly url: string;
  /** What `observeInPage` needs to run one kind of tracking worker on these pictures, `rounds` times over. */
  order(role: TrackingRole, moments: readonly ClipMoment[], pace?: Partial<LabPace>): LabOrder;
  close(): Promise<void>;
}

export interface LabPace {
  readonly rounds: number;
  /** Capture milliseconds from one picture to the next. */
  readonly stepMs: number;
}

export interface LabOrder extends LabPace {
  readonly role: TrackingRole;
  readonly worker: string;
  readonly module: boolean;
  readonly assets: TrackingAssets;
  readonly pictures: readonly string[];
}

export interface LabReport {
  /** Milliseconds from the worker's start to the end of its self-test. */
  readonly startMs: number;
  /** Of the last round, one for each picture. */
  readonly observations: readonly FaceObservation[];
  /** Milliseconds from handing a picture over to its observation, of every picture but those of the first round. */
  readonly frameMs: readonly number[];
}

export interface LabOptions {
  /** Whether the page may share memory between threads (COOP and COEP). */
  readonly isolated?: boolean;
  /** What is delivered instead of a built file, by its path. */
  readonly change?: (path: string, body: Uint8Array) => Uint8Array;
}

export async function startDetectorLab({ isolated, change }: LabOptions = {}): Promise<DetectorLab> {
  const headers: Record<string, string> =
    isolated === true
      ? { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
      : {};
  const assets = assetsSchema.parse(JSON.parse(await readFile(join(PLUGIN, 'asset-manifest.json'), 'utf8')));
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    content(path).then(
      (body) => {
        const type = TYPES[path.split('.').at(-1) ?? ''] ?? 'text/html';
        response.writeHead(200, { 'content-type': type, ...headers }).end(change?.(path, body) ?? body);
      },
      (error: unknown) => response.writeHead(404).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the lab has no port');
  const url = `http://localhost:${address.port}`;
  return {
    url,
    order: (role, moments, pace = {}) => ({
      rounds: 1,
      stepMs: 40,
      ...pace,
      role,
      worker: `${url}${role === 'onnx' ? assets.fallback_worker : assets.tracking_worker}`,
      module: role !== 'onnx',
      assets: trackingAssets(url, assets),
      pictures: moments.map(({ clip, seconds }) => `${url}/pictures/${clip}/${seconds}.jpg`),
    }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function content(path: string): Promise<Buffer> {
  if (path === '/') return Buffer.from('<!doctype html><title>Lab</title>');
  const [, clip, seconds] = /^\/pictures\/([a-z_]+)\/([\d.]+)\.jpg$/.exec(path) ?? [];
  // The order above made the path out of a clip's name.
  return clip === undefined ? readFile(join(PLUGIN, path)) : clipPicture(clip as ClipName, Number(seconds));
}

async function clipPicture(clip: ClipName, seconds: number): Promise<Buffer> {
  const video = await readFile(await faceVideo(clip));
  let start = 0;
  // A picture ends with 0xff 0xd9, which coded data never contains.
  for (let frame = 0; ; frame += 1) {
    const end = video.indexOf('ffd9', start, 'hex') + 2;
    if (end < 2) throw new Error(`${clip} ends before ${seconds} s`);
    if (frame === Math.round(seconds * CLIP_FPS)) return video.subarray(start, end);
    start = end;
  }
}

/** Runs inside the lab's page, so it uses nothing from outside its own braces: one picture at a time through one worker. */
export async function observeInPage(order: LabOrder): Promise<LabReport> {
  const worker = new Worker(order.worker, order.module ? { type: 'module' } : {});
  const answer = (message: unknown, transfer: Transferable[] = []) =>
    new Promise<FromTrackingWorker>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromTrackingWorker>) => {
        if (data.kind === 'failed') reject(new Error(data.reason));
        else resolve(data);
      };
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(message, transfer);
    });
  const startedMs = performance.now();
  const ready = answer({ kind: 'start', role: order.role, assets: order.assets, testFirst: false });
  // Nobody compiled anything for it in this page.
  worker.postMessage({ kind: 'compiled', wasm: null });
  await ready;
  const startMs = performance.now() - startedMs;
  let observations: FaceObservation[] = [];
  const frameMs: number[] = [];
  let timeMs = 0;
  for (let round = 0; round < order.rounds; round += 1) {
    observations = [];
    for (const picture of order.pictures) {
      const bitmap = await createImageBitmap(await (await fetch(picture)).blob());
      const sentMs = performance.now();
      timeMs += order.stepMs;
      const seen = await answer({ kind: 'frame', timeMs, picture: bitmap }, [bitmap]);
      if (round > 0) frameMs.push(performance.now() - sentMs);
      if (seen.kind !== 'observed') throw new Error(`unexpected answer ${seen.kind}`);
      seen.bitmap.close();
      observations.push(seen.observation);
    }
  }
  worker.terminate();
  return { startMs, observations, frameMs };
}
