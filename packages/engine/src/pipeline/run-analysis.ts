import { type VideoAction, videoActionOfTags } from '@presence/protocol';
import { alikeShare } from '../checks/alike-frames.ts';
import { checkContinuity } from '../checks/continuity.ts';
import { checkDepth } from '../checks/depth.ts';
import { checkGesture, findGesture } from '../checks/gesture.ts';
import { checkInjection } from '../checks/injection.ts';
import { longestGapMs } from '../checks/longest-gap.ts';
import { checkQuality } from '../checks/quality.ts';
import { qualityComponents } from '../checks/quality-components.ts';
import { checkReplay } from '../checks/replay.ts';
import { checkSpoof, spoofFrames } from '../checks/spoof.ts';
import { checkTexture } from '../checks/texture.ts';
import { bestFrame } from '../decide/best-frame.ts';
import { decideAnalysis } from '../decide/decide-analysis.ts';
import { decideMedia } from '../decide/decide-media.ts';
import type { TextReader } from '../documents/text-reader.ts';
import type {
  AnalysisMedia,
  AnalysisOutcome,
  AnalysisRequest,
  BestShot,
  MediaOutcome,
} from '../model/analysis.ts';
import type { CheckResult } from '../model/check-result.ts';
import type { ClipEvidence, FrameEvidence, IdentityReading } from '../model/clip-evidence.ts';
import type { EngineError } from '../model/engine-error.ts';
import type { FrameMemory } from '../model/frame-memory.ts';
import type { Log } from '../model/log.ts';
import type { PadRule } from '../model/pad-model.ts';
import { spread } from '../model/spread.ts';
import { openMedia } from '../unpack/open-media.ts';
import type { VideoTools } from '../unpack/video/video-tools.ts';
import { hashFrames } from '../vision/hash-frames.ts';
import type { VisionPool } from '../vision/vision-pool.ts';
import { inspectFrames, locateFrames, type WatchTools } from '../vision/watch-clip.ts';
import { ANALYSIS_BUDGET as B } from './analysis-budget.data.ts';
import { asJpeg } from './as-jpeg.ts';
import { faultOf } from './fault-of.ts';

/** Source: Oz page "Liveness" (a one-image zip, mandatory up to 4.0.8, accepted since). */
const STILL_TAG = 'video_selfie_blank';

/** What every kind of analysis works with. */
export interface AnalysisTools {
  readonly pool: VisionPool;
  /** How the operator's own models are judged. */
  readonly pads: readonly PadRule[];
  readonly reader: TextReader;
  /** Name, version and hash of the model that identities come from. */
  readonly identityModel: string;
  readonly videoTools: VideoTools | undefined;
  readonly log?: Log;
}

/** A media looked at and not yet judged, or one that could not be looked at. */
type Watched =
  | {
      readonly kind: 'clip';
      readonly media: AnalysisMedia;
      readonly action: VideoAction | undefined;
      readonly evidence: ClipEvidence;
      readonly bestShot: BestShot | undefined;
      /** Share of its frames that an earlier media holds; undefined where nothing is remembered. */
      readonly alike: number | undefined;
    }
  | { readonly kind: 'unreadable'; readonly media: AnalysisMedia; readonly error: EngineError };

/**
 * One analysis from files to verdict: unpack, look, check, decide. Media that cannot be read make it FAILED with a
 * message; they never make it reject.
 *
 * @throws the signal's reason; EngineError `busy` or `shutting_down` when the work must be taken up again later.
 */
export async function runAnalysis(
  request: AnalysisRequest,
  tools: AnalysisTools,
  signal: AbortSignal,
): Promise<AnalysisOutcome> {
  const media = request.media.filter(isJudged);
  const { memory } = request;
  const share: Share = { clips: media.length, bestShot: request.params.extractBestShot, memory };
  const watched: Watched[] = [];
  for (const one of media) watched.push(await watch(one, share, tools, signal));
  return decideAnalysis(
    watched.map((one) => outcomeOf(one, watched, tools.pads)),
    watched.flatMap((one) => (one.kind === 'unreadable' ? [one.error.message] : [])),
  );
}

/** Photos of documents are no part of a liveness analysis. */
function isJudged(media: AnalysisMedia): boolean {
  return !media.tags.some((tag) => tag.startsWith('photo_id') || tag.startsWith('photo_doc'));
}

/** What the media of an analysis have in common. */
interface Share {
  readonly clips: number;
  readonly bestShot: boolean;
  readonly memory: FrameMemory | undefined;
}

/** unpack → vision */
async function watch(
  media: AnalysisMedia,
  share: Share,
  { pool, log, videoTools }: AnalysisTools,
  signal: AbortSignal,
): Promise<Watched> {
  try {
    const source = await openMedia(media, signal, videoTools);
    try {
      const tools: WatchTools = { source, pool, signal, where: `Media ${media.mediaId}` };
      const action = isStill(media, source.frames.length) ? undefined : videoActionOfTags(media.tags);
      const frames = await locate(action, tools);
      const found = await inspectFrames(frames, inspectionCounts(share.clips), tools);
      const whole = { totalFrames: source.frames.length, longestGapMs: longestGapMs(source.frames) };
      const evidence: ClipEvidence = { frames, ...whole, ...found };
      return {
        kind: 'clip',
        media,
        action,
        evidence,
        bestShot: share.bestShot ? await bestShotOf(frames, tools) : undefined,
        alike: share.memory && (await recall(media, share.memory, tools)),
      };
    } finally {
      await source.close();
    }
  } catch (error) {
    return { kind: 'unreadable', media, error: faultOf(error, media.mediaId, { signal, log }) };
  }
}

/**
 * A picture, also in a zip: tagged `video_selfie_blank`, a zip of one image is the documented way of asking for the liveness of a
 * still. Not if its sender says that it was filmed, as the adapter does of every capture: a film of one frame shows no action.
 */
function isStill({ kind, tags, metaData }: AnalysisMedia, frames: number): boolean {
  const filmed = 'frame_times_ms' in metaData;
  return kind === 'image' || (kind === 'shots_set' && frames === 1 && !filmed && tags.includes(STILL_TAG));
}

/** Evenly thinned frames first; the rest only when the asked gesture may be hidden between them. */
async function locate(action: VideoAction | undefined, tools: WatchTools): Promise<FrameEvidence[]> {
  const usable = spread(tools.source.frames, B.maxFrames);
  const first = spread(usable, B.firstFrames);
  const seen = await locateFrames(first, tools);
  if (action === undefined || first.length === usable.length || findGesture(action, seen).performed)
    return seen;
  const skipped = usable.filter((frame) => !first.includes(frame));
  const more = await locateFrames(skipped, tools);
  return [...seen, ...more].sort((a, b) => a.frame.index - b.frame.index);
}

function inspectionCounts(clips: number): { live: number; identity: number } {
  const of = (perClip: number, all: number, least: number) =>
    Math.max(least, Math.min(perClip, Math.floor(all / Math.max(1, clips))));
  return {
    live: of(B.liveFramesPerClip, B.liveFrames, B.minLiveFrames),
    identity: of(B.identityFramesPerClip, B.identityFrames, B.minIdentityFrames),
  };
}

async function bestShotOf(
  frames: readonly FrameEvidence[],
  { source, signal }: WatchTools,
): Promise<BestShot | undefined> {
  const best = bestFrame(frames);
  if (best === undefined) return undefined;
  return { jpeg: await asJpeg(await source.read(best.frame, signal)), frameIndex: best.frame.index };
}

/** All frames, not only those looked at: a recording that begins a frame later is the same recording. */
async function recall(media: AnalysisMedia, memory: FrameMemory, tools: WatchTools): Promise<number> {
  const hashes = await hashFrames(spread(tools.source.frames, B.rememberedFrames), tools);
  return alikeShare(hashes, await memory.recall(media.mediaId, hashes));
}

/** checks → decide */
function outcomeOf(watched: Watched, all: readonly Watched[], pads: readonly PadRule[]): MediaOutcome {
  const { mediaId } = watched.media;
  if (watched.kind === 'unreadable') {
    return { mediaId, resolution: 'FAILED', resultsData: { error: watched.error.message } };
  }
  const { evidence, bestShot } = watched;
  const results = checksOf(watched, otherIdentities(watched, all), pads);
  const verdict = decideMedia(results);
  return {
    mediaId,
    resolution: verdict.resolution,
    resultsData: {
      confidence_spoofing: verdict.confidenceSpoofing,
      evidence: verdict.evidence,
      checks: verdict.scores,
      reasons: verdict.reasons,
      measures: Object.fromEntries(results.map(({ check, measures }) => [check, measures])),
      quality_components: qualityComponents(evidence.frames),
      spoof_frames: spoofFrames(evidence.spoof),
      frames: { total: evidence.totalFrames, analysed: evidence.frames.length },
      ...(bestShot === undefined ? {} : { best_frame: bestShot.frameIndex }),
    },
    ...(bestShot === undefined ? {} : { bestShot }),
  };
}

function checksOf(
  { media, action, evidence, alike }: Extract<Watched, { readonly kind: 'clip' }>,
  others: readonly (readonly IdentityReading[])[],
  pads: readonly PadRule[],
): CheckResult[] {
  const quality = checkQuality(evidence.frames);
  const replay = checkReplay(media.seenBefore, alike);
  if (quality.reasons.some(({ code }) => code === 'face_not_found')) return [quality, replay];
  const gesture = checkGesture(action, evidence.frames);
  const turned = gesture.reasons.length === 0 ? action : undefined; // a face that never turned has no depth to show
  return [
    quality,
    gesture,
    checkSpoof(evidence.spoof, pads),
    checkTexture(evidence.spoof),
    checkDepth(turned, evidence.frames),
    checkContinuity(evidence, others),
    replay,
    checkInjection(media.metaData),
  ];
}

function otherIdentities(own: Watched, all: readonly Watched[]): IdentityReading[][] {
  return all.flatMap((one) => (one !== own && one.kind === 'clip' ? [[...one.evidence.identity]] : []));
}
