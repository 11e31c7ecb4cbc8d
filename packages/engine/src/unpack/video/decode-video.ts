import { spawn } from 'node:child_process';
import { EngineError } from '../../model/engine-error.ts';
import { UNPACK_LIMITS, VIDEO_LIMITS } from '../unpack-limits.data.ts';
import { unreadableVideo } from './probe-video.ts';
import { inputOptions, type VideoTools } from './video-tools.ts';

const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);

/**
 * Every `step`-th frame of a video as a JPEG, in the order shown. They are kept in memory: nothing of a face is written
 * to disk that a killed process would leave there.
 *
 * @throws EngineError `invalid_structure`, `file_too_large`; the signal's reason when aborted.
 */
export async function decodeVideo(
  path: string,
  { where, step, tools, signal }: DecodeOptions,
): Promise<readonly Buffer[]> {
  const program = spawn(tools.ffmpeg, decodeArguments(path, step), {
    signal,
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    program.once('error', reject);
    program.once('close', resolve);
  });
  // Judged below; while the frames are read a failure must not count as unhandled.
  ended.catch(() => undefined);
  try {
    const frames = await splitPictures(program.stdout, where);
    if ((await ended) !== 0 || frames.length === 0) throw unreadableVideo(where, undefined);
    return frames;
  } catch (error) {
    program.kill('SIGKILL');
    signal.throwIfAborted();
    throw error instanceof EngineError ? error : unreadableVideo(where, error);
  }
}

export interface DecodeOptions {
  readonly where: string;
  readonly step: number;
  readonly tools: VideoTools;
  readonly signal: AbortSignal;
}

function decodeArguments(path: string, step: number): readonly string[] {
  const { maxPictureSidePx: side, jpegQuality, decoderThreads } = VIDEO_LIMITS;
  const pick = `select=not(mod(n\\,${step}))`;
  const shrink = `scale=w=min(${side}\\,iw):h=min(${side}\\,ih):force_original_aspect_ratio=decrease`;
  return [
    '-nostdin',
    ...inputOptions(UNPACK_LIMITS.maxSidePx),
    ...['-threads', String(decoderThreads), '-i', `file:${path}`],
    ...['-map', '0:v:0', '-fps_mode', 'passthrough', '-vf', `${pick},${shrink}`],
    ...['-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-q:v', String(jpegQuality), '-f', 'image2pipe', 'pipe:1'],
  ];
}

/** Cuts the stream after each end-of-image marker; within a picture's data no such two bytes occur (ITU-T T.81, B.1.1). */
async function splitPictures(stream: AsyncIterable<Buffer>, where: string): Promise<Buffer[]> {
  const frames: Buffer[] = [];
  let rest: Buffer = Buffer.alloc(0);
  let total = 0;
  for await (const chunk of stream) {
    total += chunk.length;
    if (total > UNPACK_LIMITS.maxUnpackedBytes)
      throw new EngineError(
        'file_too_large',
        `${where} unpacks to more than ${UNPACK_LIMITS.maxUnpackedBytes} bytes of pictures; send a shorter video.`,
      );
    // The marker may lie across two chunks.
    const from = Math.max(0, rest.length - 1);
    rest = Buffer.concat([rest, chunk]);
    for (let at = rest.indexOf(END_OF_IMAGE, from); at >= 0; at = rest.indexOf(END_OF_IMAGE)) {
      frames.push(rest.subarray(0, at + END_OF_IMAGE.length));
      rest = rest.subarray(at + END_OF_IMAGE.length);
    }
  }
  return frames;
}
