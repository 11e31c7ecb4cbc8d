import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';
import { EngineError } from '../../model/engine-error.ts';
import { FRAME_TIME_RULES, UNPACK_LIMITS, VIDEO_LIMITS } from '../unpack-limits.data.ts';
import { inputOptions, type VideoTools } from './video-tools.ts';

const run = promisify(execFile);

export interface VideoFacts {
  /** Pixels, as encoded. */
  readonly width: number;
  readonly height: number;
  /** When each frame is shown, milliseconds, rising; not from zero in every file. */
  readonly timesMs: readonly number[];
}

const probed = z.object({
  streams: z.array(z.object({ width: z.number(), height: z.number() })).min(1),
  packets: z.array(
    z.object({ pts_time: z.string().optional(), dts_time: z.string().optional(), flags: z.string() }),
  ),
});

/**
 * What the index of a video says of its first video track; no picture is decoded.
 *
 * @throws EngineError `invalid_structure` when it cannot be read or is of a size that cannot be judged, `too_many_files` for
 *   more frames than a gesture has; the signal's reason when aborted.
 */
export async function probeVideo(
  path: string,
  where: string,
  { ffprobe }: VideoTools,
  signal: AbortSignal,
): Promise<VideoFacts> {
  const facts = probed.safeParse(await answerOf(ffprobe, path, where, signal));
  const stream = facts.data?.streams[0];
  if (!facts.success || stream === undefined) throw unreadableVideo(where, facts.error);
  const { width, height } = stream;
  const { minSidePx, maxSidePx } = UNPACK_LIMITS;
  if (Math.min(width, height) < minSidePx || Math.max(width, height) > maxSidePx)
    throw new EngineError(
      'invalid_structure',
      `${where} is ${width} x ${height} pixels; send videos with sides of ${minSidePx} to ${maxSidePx} pixels.`,
    );
  // Marked "D": decoded for the sake of others, never shown.
  const shown = facts.data.packets.filter(({ flags }) => !flags.includes('D'));
  const timesMs = timesOf(shown);
  requireGesture(timesMs, where);
  return { width, height, timesMs };
}

/**
 * Milliseconds, rising. MPEG and AVI files say of some frames or of all only when they are decoded: in the same order, if the
 * rate is even, and a little earlier.
 */
function timesOf(
  packets: readonly { readonly pts_time?: string | undefined; readonly dts_time?: string | undefined }[],
): readonly number[] {
  const shown = packets.every(({ pts_time }) => pts_time !== undefined);
  return packets
    .map(({ pts_time, dts_time }) => Number(shown ? pts_time : dts_time) * 1000)
    .sort((a, b) => a - b);
}

async function answerOf(ffprobe: string, path: string, where: string, signal: AbortSignal): Promise<unknown> {
  const wanted = [
    '-select_streams',
    'v:0',
    '-show_entries',
    'stream=width,height:packet=pts_time,dts_time,flags',
  ];
  const bounds = ['-read_intervals', `%+#${VIDEO_LIMITS.maxFrames + 1}`];
  const options = [...inputOptions(UNPACK_LIMITS.maxSidePx), ...wanted, ...bounds, '-of', 'json'];
  try {
    const { stdout } = await run(ffprobe, [...options, `file:${path}`], {
      signal,
      killSignal: 'SIGKILL',
      maxBuffer: VIDEO_LIMITS.maxProbeBytes,
    });
    return JSON.parse(stdout);
  } catch (cause) {
    signal.throwIfAborted();
    throw unreadableVideo(where, cause);
  }
}

function requireGesture(timesMs: readonly number[], where: string): void {
  const [first, last] = [timesMs[0], timesMs.at(-1)];
  if (first === undefined || last === undefined || !Number.isFinite(last - first))
    throw unreadableVideo(where, undefined);
  if (timesMs.length <= VIDEO_LIMITS.maxFrames && last - first <= FRAME_TIME_RULES.maxDurationMs) return;
  throw new EngineError(
    'too_many_files',
    `${where} has more than ${VIDEO_LIMITS.maxFrames} frames or ${FRAME_TIME_RULES.maxDurationMs / 1000} s; send one gesture.`,
  );
}

/** The programs' own words name paths, so they stay in the cause. */
export function unreadableVideo(where: string, cause: unknown): EngineError {
  return new EngineError('invalid_structure', `${where} is not a readable video; record it again.`, {
    cause,
  });
}
