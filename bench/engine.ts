import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Analyser, type AnalysisRequest, createAnalyser } from '@presence/engine';
import { ACTIVE_ACTIONS, type VideoAction, videoTags } from '@presence/protocol';
import { shotSet } from '../lab/presentations/shot-set.ts';
import { clipJpegs } from '../tests/support/face-video/face-videos.ts';
import type { GestureName } from '../tests/support/face-video/gesture-scripts.ts';
import { ROOT } from '../tests/support/program.ts';
import { collectionCost } from './collection-cost.ts';
import { PUBLISHED_DURATIONS } from './published-durations.data.ts';
import { formatSpread, spreadOf } from './spread.ts';

const RUNS = 12;
/** Analyses of one round of the throughput run, all handed in at once: enough that the first and the last, which leave a core idle, count little. */
const BATCH = 60;
/** One worker and two take turns so many times, so that what else the machine does meets both alike. */
const ROUNDS = 5;
const BATCH_FRAMES = 25;

/** Frames of a passive capture; the design allows up to about five seconds at fifteen a second. */
const FRAME_COUNTS = [5, 12, 25, 50] as const;

const ACTIONS = ['video_selfie_blank', ...ACTIVE_ACTIONS] as const;

/** Clips are named as the actions without their prefix; at rest it is `idle`. */
function clipOf(action: (typeof ACTIONS)[number]): GestureName {
  return action === 'video_selfie_blank' ? 'idle' : (action.slice('video_selfie_'.length) as GestureName);
}

const PARTS = ['gestures', 'frames', 'passive', 'collections'] as const;

/**
 * What an analysis costs: each gesture alone, more and more frames, many at once with one worker and with two, a search in
 * collections. Names among `gestures`, `frames`, `passive` and `collections` run these parts alone.
 */
export async function run(names: readonly string[] = []): Promise<void> {
  const unknown = names.find((name) => !PARTS.some((part) => part === name));
  if (unknown !== undefined)
    throw new Error(`bench engine has no part "${unknown}"; it has ${PARTS.join(', ')}.`);
  const asked = (part: (typeof PARTS)[number]) => names.length === 0 || names.includes(part);
  const folder = await mkdtemp(join(tmpdir(), 'presence-bench-'));
  try {
    console.log(`\n${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}; puppet clips, 640 × 480\n`);
    if (asked('gestures')) {
      const orders = new Map<VideoAction, AnalysisRequest>();
      for (const action of ACTIONS) orders.set(action, await order(folder, action, clipOf(action)));
      await withAnalyser(2, (analyser) => eachGesture(analyser, orders));
    }
    if (asked('frames')) await withAnalyser(2, (analyser) => frameCost(analyser, folder));
    const passive = await order(folder, 'video_selfie_blank', 'idle', BATCH_FRAMES);
    if (asked('passive')) {
      await scaling(passive, 'the whole machine');
      await scaling(passive, 'a core for each worker');
    }
    if (asked('collections')) await withAnalyser(2, (analyser) => collectionCost(analyser, passive));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function withAnalyser<T>(threads: number, work: (analyser: Analyser) => Promise<T>): Promise<T> {
  const analyser = await createAnalyser({
    modelsDir: join(ROOT, 'public/models'),
    threads,
    workerUrl: pathToFileURL(join(ROOT, 'packages/engine/dist/vision/vision-worker.js')),
  });
  try {
    return await work(analyser);
  } finally {
    await analyser.close();
  }
}

async function order(
  folder: string,
  action: VideoAction,
  clip: GestureName,
  frames?: number,
): Promise<AnalysisRequest> {
  const jpegs = await clipJpegs(clip, 2, { from: 0, to: 4.3 });
  if (frames !== undefined && jpegs.length < frames)
    throw new Error(`The clip ${clip} has ${jpegs.length} frames; ${frames} were asked for.`);
  const bytes = await shotSet(jpegs.slice(0, frames));
  const path = join(folder, `${action}-${frames ?? 'all'}.zip`);
  await writeFile(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const tags = videoTags(action, 'landscape');
  const media = {
    mediaId: action,
    kind: 'shots_set',
    tags,
    path,
    sha256,
    seenBefore: false,
    metaData: {},
  } as const;
  return { analysisId: action, type: 'QUALITY', media: [media], params: { extractBestShot: true } };
}

async function eachGesture(
  analyser: Analyser,
  orders: ReadonlyMap<VideoAction, AnalysisRequest>,
): Promise<void> {
  console.log(
    '| gesture | mean, s | P50 | P95 | processor, s | verdict | published mean, s | P50 |\n|---|---|---|---|---|---|---|---|',
  );
  for (const [action, request] of orders) {
    const seconds: number[] = [];
    let verdict = '';
    const before = process.cpuUsage();
    for (let turn = 0; turn < RUNS; turn += 1) {
      const started = performance.now();
      verdict = (await analyser.analyse(request, new AbortController().signal)).resolution;
      seconds.push((performance.now() - started) / 1000);
    }
    const { user, system } = process.cpuUsage(before);
    const cells = [
      meanOf(seconds),
      quantileOf(seconds, 0.5),
      quantileOf(seconds, 0.95),
      (user + system) / 1e6 / RUNS,
    ];
    const published = PUBLISHED_DURATIONS[action]?.map((value) => value.toFixed(1)) ?? ['–', '–'];
    console.log(
      `| ${action} | ${cells.map((value) => value.toFixed(2)).join(' | ')} | ${verdict} | ${published.join(' | ')} |`,
    );
  }
}

/** Passive captures of one clip, one analysis after the other: what each frame adds to what a capture takes anyhow. */
async function frameCost(analyser: Analyser, folder: string): Promise<void> {
  console.log(
    '\n| frames of a passive capture | analysis, s, median | P95 | processor, s | processor for each frame, ms |\n|---|---|---|---|---|',
  );
  for (const count of FRAME_COUNTS) {
    const request = await order(folder, 'video_selfie_blank', 'idle', count);
    await analyser.analyse(request, new AbortController().signal);
    const seconds: number[] = [];
    const before = process.cpuUsage();
    for (let turn = 0; turn < RUNS; turn += 1) {
      const started = performance.now();
      await analyser.analyse(request, new AbortController().signal);
      seconds.push((performance.now() - started) / 1000);
    }
    const { user, system } = process.cpuUsage(before);
    const processor = (user + system) / 1e6 / RUNS;
    const cells = [quantileOf(seconds, 0.5), quantileOf(seconds, 0.95), processor];
    console.log(
      `| ${count} | ${cells.map((value) => value.toFixed(2)).join(' | ')} | ${((1000 * processor) / count).toFixed(0)} |`,
    );
  }
}

/**
 * One worker beside two, on all cores or each with one core more. The processor's time tells whether a worker keeps to its one
 * core: what goes on beside the models (pictures decoded, frames compared) takes threads of its own, so that on a small machine
 * one worker alone leaves less than a core to the second.
 */
async function scaling(
  request: AnalysisRequest,
  cores: 'the whole machine' | 'a core for each worker',
): Promise<void> {
  const last = cpus().length - 1;
  const coresFor = (workers: number): string =>
    cores === 'the whole machine' ? `0-${last}` : `0-${Math.min(workers - 1, last)}`;
  const rounds: { readonly one: Throughput; readonly two: Throughput }[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      keepTo(coresFor(1));
      const one = await throughput(request, 1);
      keepTo(coresFor(2));
      rounds.push({ one, two: await throughput(request, 2) });
    }
  } finally {
    keepTo(`0-${last}`);
  }
  report(rounds, cores);
}

/** Keeps every thread of this process, and those it will have, to these cores: `0-1`. */
function keepTo(cores: string): void {
  const { status, stderr } = spawnSync('taskset', ['-apc', cores, String(process.pid)], { encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`taskset, of Debian's util-linux, could not keep the bench to cores ${cores}: ${stderr}`);
}

function report(
  rounds: readonly { readonly one: Throughput; readonly two: Throughput }[],
  cores: string,
): void {
  console.log(
    `\n| workers (${cores}) | passive analyses of ${BATCH_FRAMES} frames a minute | processor, s each | cores in use | memory, MB |\n|---|---|---|---|---|`,
  );
  for (const workers of ['one', 'two'] as const) {
    const of = (what: keyof Throughput, decimals: number) =>
      formatSpread(spreadOf(rounds.map((round) => round[workers][what])), decimals);
    // What threads that have left gave back is not always returned to the system: only the first round is clean.
    const memory = rounds[0]?.[workers].memory ?? 0;
    const cells = [of('perMinute', 0), of('processor', 2), of('cores', 2), memory.toFixed(0)];
    console.log(`| ${workers} | ${cells.join(' | ')} |`);
  }
  const ratios = rounds.map(({ one, two }) => two.perMinute / one.perMinute);
  console.log(
    `\nTwo workers over one, ${cores}, median of ${ROUNDS} rounds: ${formatSpread(spreadOf(ratios), 2)}`,
  );
}

interface Throughput {
  /** Analyses. */
  readonly perMinute: number;
  /** Seconds of processor time for one analysis. */
  readonly processor: number;
  /** Seconds of processor time in a second. */
  readonly cores: number;
  /** Of the process, MB. */
  readonly memory: number;
}

function throughput(request: AnalysisRequest, threads: number): Promise<Throughput> {
  return withAnalyser(threads, async (analyser) => {
    const once = () => analyser.analyse(request, new AbortController().signal);
    await once();
    const [started, before] = [performance.now(), process.cpuUsage()];
    await Promise.all(Array.from({ length: BATCH }, once));
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(before);
    return {
      perMinute: (60 * BATCH) / seconds,
      processor: (user + system) / 1e6 / BATCH,
      cores: (user + system) / 1e6 / seconds,
      memory: process.memoryUsage().rss / 1e6,
    };
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function quantileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}
