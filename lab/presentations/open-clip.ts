import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { AnalysisMedia } from '@presence/engine';
import {
  isVideoAction,
  MANIFEST_FILE,
  manifestSchema,
  type VideoAction,
  videoTags,
} from '@presence/protocol';
import JSZip from 'jszip';
import type { ClipFile } from './list-clips.ts';
import { shotSet } from './shot-set.ts';
import { CUTTING, videoWindows } from './video-frames.ts';

/** One presentation as the engine gets it: all media of one analysis. */
export interface OpenPresentation {
  /** The part of the file, empty for the whole. */
  readonly part: string;
  readonly media: readonly AnalysisMedia[];
}

interface Piece {
  readonly action: VideoAction;
  readonly bytes: Uint8Array;
  readonly extension: string;
  readonly metaData: Readonly<Record<string, unknown>>;
}

const TIMES = (count: number, framesPerSecond: number = CUTTING.framesPerSecond) =>
  Array.from({ length: count }, (_, index) => Math.round((index * 1000) / framesPerSecond));

/**
 * The presentations of a clip, their files written to `folder`. A video gives one per window, a zip of frames or a
 * capture container or a picture one each. The action asked is the passive one unless the file's name holds another
 * (`anna.video_selfie_left.mp4`); a zip of frames has 12 a second unless its name says otherwise (`anna.6fps.zip`).
 */
export async function openClip(clip: ClipFile, folder: string): Promise<OpenPresentation[]> {
  const action = clip.name.split('.').find(isVideoAction) ?? 'video_selfie_blank';
  const name = createHash('sha256').update(clip.path).digest('hex').slice(0, 16);
  const keep = async (pieces: readonly Piece[], part: string): Promise<OpenPresentation> => {
    const media: AnalysisMedia[] = [];
    for (const [index, piece] of pieces.entries()) {
      const path = join(folder, `${name}-${part}-${index}${piece.extension}`);
      await writeFile(path, piece.bytes);
      media.push(mediaOf(piece, path));
    }
    return { part, media };
  };
  const bytes = await readFile(clip.path);
  switch (clip.kind) {
    case 'image':
      return [await keep([{ action, bytes, extension: extname(clip.path).toLowerCase(), metaData: {} }], '')];
    case 'zip':
      return [await keep(await zipPieces(bytes, action, frameRateOf(clip.name)), '')];
    case 'video': {
      const windows = await videoWindows(clip.path);
      const pieces = await Promise.all(
        windows.map((frames) => pieceOf(action, frames, TIMES(frames.length))),
      );
      return Promise.all(pieces.map((piece, index) => keep([piece], `window ${index + 1}`)));
    }
  }
}

function frameRateOf(name: string): number | undefined {
  const [, rate] = /\.(\d+)fps\./.exec(name) ?? [];
  return rate === undefined || rate === '0' ? undefined : Number(rate);
}

/** A capture container gives one piece per action, with its own claims; any other zip is taken for a shot set. */
async function zipPieces(bytes: Uint8Array, action: VideoAction, rate: number | undefined): Promise<Piece[]> {
  const zip = await JSZip.loadAsync(bytes);
  const manifest = await zip.file(MANIFEST_FILE)?.async('string');
  if (manifest === undefined) {
    const count = Object.keys(zip.files).length;
    return [{ action, bytes, extension: '.zip', metaData: { frame_times_ms: TIMES(count, rate) } }];
  }
  const { actions, injection_signals, camera } = manifestSchema.parse(JSON.parse(manifest));
  return Promise.all(
    actions.map(async (entry) => {
      const frames = await Promise.all(
        entry.frames.map(({ file }) => zip.file(file)?.async('uint8array') ?? new Uint8Array()),
      );
      const piece = await pieceOf(
        entry.action,
        frames,
        entry.frames.map(({ time_ms }) => time_ms),
      );
      const claims = { ...(injection_signals && { injection_signals }), ...(camera && { camera }) };
      return { ...piece, metaData: { ...piece.metaData, ...claims } };
    }),
  );
}

async function pieceOf(
  action: VideoAction,
  frames: readonly Uint8Array[],
  times: readonly number[],
): Promise<Piece> {
  return { action, bytes: await shotSet(frames), extension: '.zip', metaData: { frame_times_ms: times } };
}

function mediaOf({ action, bytes, extension, metaData }: Piece, path: string): AnalysisMedia {
  return {
    mediaId: path,
    kind: extension === '.zip' ? 'shots_set' : 'image',
    tags: videoTags(action, 'landscape'),
    path,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    seenBefore: false,
    metaData,
  };
}
