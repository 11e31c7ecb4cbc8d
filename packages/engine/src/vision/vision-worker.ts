import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { PictureError } from './decode-picture.ts';
import { createFrameAnalyst, type FrameAnalyst } from './frame-analyst.ts';
import type { TaskRequest, VisionReply, VisionRequest, VisionWorkerData } from './messages.ts';
import { rankFaces } from './rank-faces.ts';
import { WARM_UP_PICTURE, warmUp } from './warm-up.ts';

/** Thin shell: message in, FrameAnalyst, message out. */
const port = parentPort;
if (port === null)
  throw new Error('vision-worker.js runs as a worker thread only; start it through VisionPool.');

// The pool is the parallelism, and frames never repeat: one libvips thread, nothing cached.
sharp.concurrency(1);
sharp.cache(false);

// workerData is whatever the pool passed to `new Worker`, and only the pool starts this file.
const { models, pads } = workerData as VisionWorkerData;
const analyst = await createFrameAnalyst(models, pads);
await warmUp(analyst, await readFile(WARM_UP_PICTURE));

port.on('message', (request: VisionRequest) => {
  // Here, and only between messages, no inference runs on this thread.
  if (request.kind === 'leave') process.exit();
  answer(analyst, request).then(
    (reply) => port.postMessage(reply),
    (error: unknown) => port.postMessage(failure(request.id, error)),
  );
});
port.postMessage({ kind: 'ready' } satisfies VisionReply);

async function answer(worker: FrameAnalyst, request: TaskRequest): Promise<VisionReply> {
  const { id } = request;
  switch (request.kind) {
    case 'locate':
      return { kind: 'located', id, sight: await worker.locate(request.picture) };
    case 'inspect':
      return {
        kind: 'inspected',
        id,
        inspection: await worker.inspect(request.picture, request.points, request.tasks),
      };
    case 'rank':
      return { kind: 'ranked', id, ranked: rankFaces(request.probe, request, request.top) };
  }
}

function failure(id: number, error: unknown): VisionReply {
  return {
    kind: 'failed',
    id,
    fault: error instanceof PictureError ? 'picture' : 'system',
    message: error instanceof Error ? error.message : String(error),
  };
}
