import {
  type FaceFrame,
  type FrameEvidence,
  faceFrames,
  type IdentityReading,
  type SpoofReading,
} from '../model/clip-evidence.ts';
import { EngineError } from '../model/engine-error.ts';
import type { ClipFrame, FrameSource } from '../model/frame-source.ts';
import { mapBounded } from '../model/map-bounded.ts';
import { type InspectionPlan, planInspection } from './plan-inspection.ts';
import type { VisionPool } from './vision-pool.ts';

export interface WatchTools {
  readonly source: FrameSource;
  readonly pool: VisionPool;
  /** Names the media in messages. */
  readonly where: string;
  readonly signal: AbortSignal;
}

/** Frames read ahead per worker: enough to keep it busy, few enough to hold little in memory. */
const AHEAD = 2;

/** Finds the faces in these frames, in their order. Throws what the source and the pool throw. */
export async function locateFrames(
  frames: readonly ClipFrame[],
  tools: WatchTools,
): Promise<FrameEvidence[]> {
  const { source, pool, signal } = tools;
  return mapBounded(frames, AHEAD * pool.threads, async (frame) => {
    const { bytes } = await source.read(frame, signal);
    return { frame, sight: await pool.locate(bytes, nameOf(frame, tools), signal) };
  });
}

/** Lets the heavy models see the few frames worth their time. */
export async function inspectFrames(
  frames: readonly FrameEvidence[],
  counts: { readonly live: number; readonly identity: number },
  tools: WatchTools,
): Promise<{ spoof: SpoofReading[]; identity: IdentityReading[] }> {
  const { source, pool, signal } = tools;
  const spoof: SpoofReading[] = [];
  const identity: IdentityReading[] = [];
  const plan: InspectionPlan[] = planInspection(faceFrames(frames), counts);
  await mapBounded(plan, AHEAD * pool.threads, async ({ shown, tasks }) => {
    const { bytes } = await source.read(shown.frame, signal);
    const where = nameOf(shown.frame, tools);
    const found = await pool.inspect(bytes, shown.face.points, tasks, { where, signal });
    const frameIndex = shown.frame.index;
    const { live, spectrum, pads = [] } = found;
    if (live !== undefined)
      spoof.push({ frameIndex, live, pads, ...(spectrum === undefined ? {} : { spectrum }) });
    if (found.embedding !== undefined) identity.push({ frameIndex, embedding: found.embedding });
  });
  const inOrder = (a: { frameIndex: number }, b: { frameIndex: number }) => a.frameIndex - b.frameIndex;
  return { spoof: spoof.sort(inOrder), identity: identity.sort(inOrder) };
}

/** The identity of the main face of one frame. */
export async function identityOf(shown: FaceFrame, tools: WatchTools): Promise<Float32Array> {
  const { source, pool, signal } = tools;
  const { bytes } = await source.read(shown.frame, signal);
  const where = nameOf(shown.frame, tools);
  const tasks = { live: false, embedding: true };
  const { embedding } = await pool.inspect(bytes, shown.face.points, tasks, { where, signal });
  if (embedding === undefined) throw new EngineError('internal', `${where} came back without an identity.`);
  return embedding;
}

function nameOf(frame: ClipFrame, { where }: WatchTools): string {
  return frame.name === where ? where : `${where}, frame ${frame.name},`;
}
