import { open } from 'node:fs/promises';
import type { AnalysisMedia } from '../model/analysis.ts';
import { EngineError } from '../model/engine-error.ts';
import type { FrameSource } from '../model/frame-source.ts';
import { frameImage } from './frame-image.ts';
import { UNPACK_LIMITS } from './unpack-limits.data.ts';

/**
 * A single picture as a clip of one frame.
 *
 * @throws EngineError `file_too_large`, `invalid_structure`.
 */
export async function openStillImage(media: AnalysisMedia): Promise<FrameSource> {
  const where = `Media ${media.mediaId}`;
  const bytes = await readBounded(media.path, where);
  const image = frameImage(bytes, where);
  return {
    frames: [{ index: 0, name: where, timeMs: 0 }],
    async read(_frame, signal) {
      signal.throwIfAborted();
      return image;
    },
    async close() {},
  };
}

async function readBounded(path: string, where: string): Promise<Uint8Array> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new EngineError('storage_failed', `${where} cannot be opened; check the engine's data folder.`, {
      cause,
    });
  });
  try {
    const { size } = await file.stat();
    if (size > UNPACK_LIMITS.maxFrameBytes) {
      throw new EngineError(
        'file_too_large',
        `${where} has ${size} bytes, more than the ${UNPACK_LIMITS.maxFrameBytes} allowed for a picture.`,
      );
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}
