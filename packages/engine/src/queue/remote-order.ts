import { randomBytes, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type {
  Analyser,
  AnalyserCard,
  AnalysisMedia,
  AnalysisOutcome,
  AnalysisRequest,
  Enrolment,
} from '../model/analysis.ts';
import type { BlobStore, LocalBlob } from '../model/blob-store.ts';
import { EngineError } from '../model/engine-error.ts';
import { type QueueName, queueOf } from '../model/queues.data.ts';

/** Work that is stored nowhere, handed to another process: its files and its outcome lie in the blob store meanwhile. */
export interface RemoteOrder {
  readonly task: RemoteTask;
  readonly media: readonly (Omit<AnalysisMedia, 'path'> & { readonly blobName: string })[];
  /** Folder of the blob store; removed by whoever ordered. */
  readonly folderId: string;
  /** Blob the outcome is written to. */
  readonly outcomeName: string;
}

/** A gallery does not travel: collections are searched by stored analyses only. */
type RemoteTask =
  | { readonly kind: 'analyse'; readonly request: Omit<AnalysisRequest, 'media' | 'gallery'> }
  | { readonly kind: 'enrol' };

/** A picture to enrol is a matter of faces. */
export function queueOfOrder({ task }: RemoteOrder): QueueName {
  return task.kind === 'analyse' ? queueOf(task.request.type) : 'tfss';
}

export type CarryOut = (order: RemoteOrder, signal: AbortSignal) => Promise<void>;

export interface RemoteAnalyserOptions {
  readonly card: AnalyserCard;
  readonly blobs: BlobStore;
  /** Resolves when somebody has carried the order out. */
  readonly order: CarryOut;
}

/** An analyser whose work is done by the workers. */
export function createRemoteAnalyser({ card, blobs, order }: RemoteAnalyserOptions): Analyser {
  const remotely = async (task: RemoteTask, media: readonly AnalysisMedia[], signal: AbortSignal) => {
    const folderId = randomUUID();
    try {
      const shipped = [];
      for (const item of media) shipped.push(await ship(blobs, folderId, item, signal));
      const outcomeName = newName('json');
      await order({ task, media: shipped, folderId, outcomeName }, signal);
      return await readOutcome(blobs, folderId, outcomeName);
    } finally {
      await blobs.removeFolder(folderId);
    }
  };
  return {
    supportedTypes: card.supportedTypes,
    readsVideos: card.readsVideos,
    describe: () => card.describe(),
    async analyse({ media, gallery: _, ...request }, signal) {
      // What a worker wrote for this very task.
      return (await remotely({ kind: 'analyse', request }, media, signal)) as AnalysisOutcome;
    },
    async enrol(media, signal) {
      return (await remotely({ kind: 'enrol' }, [media], signal)) as Enrolment;
    },
    async close() {},
  };
}

function newName(extension: string): string {
  return `${randomBytes(24).toString('base64url')}.${extension}`;
}

async function ship(
  blobs: BlobStore,
  folderId: string,
  { path, ...media }: AnalysisMedia,
  signal: AbortSignal,
): Promise<RemoteOrder['media'][number]> {
  const limits = { maxBytes: Number.MAX_SAFE_INTEGER, label: media.mediaId, signal };
  const staged = await blobs.stage(createReadStream(path), limits);
  const blobName = newName(extname(path).slice(1) || 'bin');
  await blobs.commit(staged, folderId, blobName);
  return { ...media, blobName };
}

/** Carries orders out with the analyser of this process. */
export function createOrderHandler(blobs: BlobStore, analyser: Analyser): CarryOut {
  return async ({ task, media, folderId, outcomeName }, signal) => {
    const opened: LocalBlob[] = [];
    try {
      const local: AnalysisMedia[] = [];
      for (const { blobName, ...item } of media) {
        const blob = await blobs.local(folderId, blobName);
        if (!blob) throw new EngineError('not_found', 'Whoever ordered this analysis has given it up.');
        opened.push(blob);
        local.push({ ...item, path: blob.path });
      }
      const outcome = await perform(analyser, task, local, signal);
      await blobs.write(folderId, outcomeName, Buffer.from(JSON.stringify(packed(outcome))));
    } finally {
      for (const blob of opened) await blob.release();
    }
  };
}

function perform(
  analyser: Analyser,
  task: RemoteTask,
  media: readonly AnalysisMedia[],
  signal: AbortSignal,
): Promise<AnalysisOutcome | Enrolment> {
  if (task.kind === 'analyse') return analyser.analyse({ ...task.request, media }, signal);
  const [picture] = media;
  if (!picture) throw new EngineError('internal', 'A picture to enrol was ordered without the picture.');
  return analyser.enrol(picture, signal);
}

const BYTES = '\u0000bytes';
const FLOATS = '\u0000floats';

/** The same value with best shots and templates as text, which no other text begins like. */
function packed(value: unknown): unknown {
  if (value instanceof Float32Array) {
    const { buffer, byteOffset, byteLength } = value;
    return FLOATS + Buffer.from(buffer, byteOffset, byteLength).toString('base64');
  }
  if (value instanceof Uint8Array) return BYTES + Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(packed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, packed(part)]));
}

function unpacked(_key: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (value.startsWith(BYTES)) return Buffer.from(value.slice(BYTES.length), 'base64');
  if (!value.startsWith(FLOATS)) return value;
  return new Float32Array(new Uint8Array(Buffer.from(value.slice(FLOATS.length), 'base64')).buffer);
}

async function readOutcome(blobs: BlobStore, folderId: string, name: string): Promise<unknown> {
  const blob = await blobs.local(folderId, name);
  if (!blob)
    throw new EngineError('internal', 'A worker finished an analysis and left no outcome; report it.');
  try {
    return JSON.parse(await readFile(blob.path, 'utf8'), unpacked);
  } finally {
    await blob.release();
  }
}
