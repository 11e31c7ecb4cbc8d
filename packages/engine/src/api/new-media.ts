import { randomBytes, randomUUID } from 'node:crypto';
import type { FrameReader } from '../model/blob-store.ts';
import { EngineError } from '../model/engine-error.ts';
import { formatOf, type MediaFormat } from '../model/media-format.ts';
import type { NewMedia } from '../model/store.ts';
import type { FolderPayload } from './folder-payload.ts';
import type { ReceivedFile } from './receive-form.ts';

/** 192 random bits: nobody guesses a link. */
const TOKEN_BYTES = 24;

export interface NewMediaOptions {
  readonly folderId: string;
  readonly payload: FolderPayload;
  readonly frames: FrameReader;
  readonly now: number;
  /** Whether videos are taken. */
  readonly videos: boolean;
}

/**
 * Makes media records of received files, in the order they came.
 * @throws EngineError `media_unsupported` for anything that is not JPEG, PNG or zip, and videos unless they are taken;
 *   `invalid_value` if empty
 */
export async function newMedia(
  files: readonly ReceivedFile[],
  options: NewMediaOptions,
): Promise<readonly NewMedia[]> {
  const records: NewMedia[] = [];
  for (const file of files) records.push(await newMedium(file, options));
  return records;
}

async function newMedium(file: ReceivedFile, options: NewMediaOptions): Promise<NewMedia> {
  const { folderId, payload, frames, now, videos } = options;
  const { fieldName, originalName, staged } = file;
  const format = supportedFormat(file, videos);
  const isShotSet = format.kind === 'shots_set';
  return {
    mediaId: randomUUID(),
    folderId,
    fieldName,
    kind: format.kind,
    originalName,
    staticName: `${token()}.${format.extension}`,
    framesToken: isShotSet ? token() : null,
    frameCount: isShotSet ? await frames.count(staged.path) : 0,
    bytes: staged.bytes,
    sha256: staged.sha256,
    tags: payload['media:tags']?.[fieldName] ?? [],
    metaData: payload['media:meta_data']?.[fieldName] ?? {},
    timeCreated: now,
    timeUpdated: now,
  };
}

function supportedFormat({ fieldName, staged }: ReceivedFile, videos: boolean): MediaFormat {
  if (staged.bytes === 0) throw new EngineError('invalid_value', `File part "${fieldName}" is empty.`);
  const format = formatOf(staged.head);
  if (format?.kind === 'video' && !videos)
    throw new EngineError(
      'media_unsupported',
      `File part "${fieldName}" is a video (${format.contentType}). This engine reads videos once ffmpeg is installed beside it; until then send the frames as a zip of JPEG files.`,
    );
  if (!format)
    throw new EngineError(
      'media_unsupported',
      `File part "${fieldName}" is neither JPEG nor PNG nor a zip of such frames nor a video.`,
    );
  return format;
}

function token(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}
